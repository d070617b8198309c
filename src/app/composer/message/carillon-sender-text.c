/* Whether a sender fits: sections 6.4, 10 and 11 of the API's reference. */

#include <dispatch-rules.h>
#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-sender-editor.h"

static char *
describe_app (const char *name, CarillonSenders *senders)
{
  if (*name == '\0') {
    return g_strdup (_ ("Choose an App, or type its name"));
  }
  if (!dispatch_app_name_is_valid (name)) {
    return g_strdup (_ ("The name of an App has 1 to 64 letters from a to z, digits and _"));
  }
  if (carillon_senders_get_state (senders) == CARILLON_SENDERS_READY &&
      carillon_senders_find_app (senders, name) == NULL) {
    /* Translators: the name of an App */
    return g_strdup_printf (_ ("This account has no App “%s”"), name);
  }
  return NULL;
}

static char *
describe_credential (const char *id, const char *provider, CarillonSenders *senders)
{
  gboolean is_fcm = g_str_equal (provider, "FCM");
  CommsCredential *credential = carillon_senders_find_credential (senders, id);

  if (*id == '\0' || carillon_senders_get_state (senders) != CARILLON_SENDERS_READY) {
    return NULL;
  }
  if (credential == NULL) {
    return g_strdup (is_fcm ? _ ("This account has no such credential for Android and the Web")
                            : _ ("This account has no such credential for Apple devices"));
  }
  if (!g_str_equal (carillon_credential_get_provider (credential), provider)) {
    return g_strdup (is_fcm ? _ ("This credential is for Apple devices: choose one for FCM")
                            : _ ("This credential is for FCM: choose one for Apple devices"));
  }
  return NULL;
}

/* Two Apps may be what is wanted: one for Android, another for iOS. */
static char *
describe_two_apps (const char *fcm, const char *apn, CarillonSenders *senders)
{
  CommsCredential *first = carillon_senders_find_credential (senders, fcm);
  CommsCredential *second = carillon_senders_find_credential (senders, apn);
  const char *first_app = first != NULL ? comms_credential_get_app_name (first) : NULL;
  const char *second_app = second != NULL ? comms_credential_get_app_name (second) : NULL;

  if (first_app == NULL || second_app == NULL || g_str_equal (first_app, second_app)) {
    return NULL;
  }
  /* Translators: the names of two Apps */
  return g_strdup_printf (_ ("The credentials are of different Apps, “%s” and “%s”"), first_app,
                          second_app);
}

char *
carillon_describe_sender (const DispatchContent *content,
                          CarillonSenders *senders,
                          gboolean *is_mistake)
{
  g_return_val_if_fail (content != NULL && is_mistake != NULL, NULL);
  g_return_val_if_fail (CARILLON_IS_SENDERS (senders), NULL);

  const char *fcm = content->fcm_credential_id;
  const char *apn = content->apn_credential_id;
  *is_mistake = TRUE;
  if (content->sender == DISPATCH_SENDER_APP) {
    return describe_app (content->app_name, senders);
  }
  if (content->sender == DISPATCH_SENDER_DEFAULT) {
    return NULL;
  }
  if (*fcm == '\0' && *apn == '\0') {
    return g_strdup (_ ("Choose a credential for one kind of devices at least"));
  }
  char *problem = describe_credential (fcm, "FCM", senders);
  if (problem == NULL) {
    problem = describe_credential (apn, "APN", senders);
  }
  if (problem == NULL) {
    *is_mistake = FALSE;
    problem = describe_two_apps (fcm, apn, senders);
  }
  return problem;
}
