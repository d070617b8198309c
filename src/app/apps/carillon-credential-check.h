#pragma once

#include "carillon-credential-file.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_FINDING_ERROR,   /* it cannot work, so it is not sent */
  CARILLON_FINDING_WARNING, /* it may work, but not for long, or not as meant */
  CARILLON_N_SEVERITIES,
} CarillonSeverity;

typedef struct {
  CarillonSeverity severity;
  CarillonPart part; /* that it is about */
  char *text;        /* (owned): a sentence or two, translated */
} CarillonFinding;

/* What was recognised: "Project", "shop-1234". */
typedef struct {
  const char *title; /* translated */
  char *value;       /* (owned) */
} CarillonFact;

/* What can be told of a credential before it is sent: nothing here asks anybody else. Never says
 * anything of a secret. Safe to make in any thread. */
typedef struct {
  GPtrArray *findings; /* (owned): of CarillonFinding, errors first */
  GPtrArray *facts;    /* (owned): of CarillonFact */
  GBytes *certificate; /* (owned) (nullable): the one of several that the key fits */
} CarillonCredentialCheck;

CarillonCredentialCheck *carillon_credential_check_new (const char *credential_type,
                                                        GBytes *const parts[CARILLON_N_PARTS],
                                                        gint64 now); /* seconds since 1970 */
gboolean carillon_credential_check_passes (CarillonCredentialCheck *self);
void carillon_credential_check_free (CarillonCredentialCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonCredentialCheck, carillon_credential_check_free)

/* The parts that a credential of this type is made of. */
gboolean carillon_credential_type_has_part (const char *credential_type, CarillonPart part);

void carillon_credential_check_async (const char *credential_type,
                                      GBytes *const parts[CARILLON_N_PARTS],
                                      gint64 now,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
CarillonCredentialCheck *carillon_credential_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
