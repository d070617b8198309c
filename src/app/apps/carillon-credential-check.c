#include "carillon-credential-check-private.h"

#include <glib/gi18n.h>

#include "carillon-secret-text.h"

static const struct {
  const char *credential_type;
  gboolean has[CARILLON_N_PARTS];
} types[] = {
  { "FCM", { [CARILLON_PART_ACCOUNT] = TRUE } },
  { "APN", { [CARILLON_PART_CERTIFICATE] = TRUE, [CARILLON_PART_KEY] = TRUE } },
  { "APN_SANDBOX", { [CARILLON_PART_CERTIFICATE] = TRUE, [CARILLON_PART_KEY] = TRUE } },
};

/**
 * carillon_credential_type_has_part:
 * @credential_type: "FCM", "APN" or "APN_SANDBOX"
 *
 * Returns: whether a credential of this type is made of such a part (API: Credentials, Create)
 */
gboolean
carillon_credential_type_has_part (const char *credential_type, CarillonPart part)
{
  g_return_val_if_fail (part < CARILLON_N_PARTS, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_strcmp0 (types[i].credential_type, credential_type) == 0) {
      return types[i].has[part];
    }
  }
  return FALSE;
}

static void
finding_free (CarillonFinding *finding)
{
  g_free (finding->text);
  g_free (finding);
}

static void
fact_free (CarillonFact *fact)
{
  g_free (fact->value);
  g_free (fact);
}

void
carillon_credential_check_add (CarillonCredentialCheck *self,
                               CarillonSeverity severity,
                               CarillonPart part,
                               char *text)
{
  CarillonFinding *finding = g_new0 (CarillonFinding, 1);
  guint position = 0;

  *finding = (CarillonFinding){ severity, part, text };
  while (position < self->findings->len &&
         ((CarillonFinding *) self->findings->pdata[position])->severity <= severity) {
    position++;
  }
  g_ptr_array_insert (self->findings, (int) position, finding);
}

void
carillon_credential_check_add_fact (CarillonCredentialCheck *self, const char *title, char *value)
{
  if (value == NULL || *value == '\0') {
    g_free (value);
    return;
  }

  CarillonFact *fact = g_new0 (CarillonFact, 1);
  fact->title = title;
  fact->value = value;
  g_ptr_array_add (self->facts, fact);
}

/* GnuTLS overwrites what it made of a key when that is freed. */
gnutls_x509_privkey_t
carillon_private_key_read (GBytes *pem)
{
  const gnutls_datum_t data = {
    .data = (unsigned char *) carillon_secret_text_get (pem),
    .size = (unsigned int) g_bytes_get_size (pem),
  };
  gnutls_x509_privkey_t key;

  if (gnutls_x509_privkey_init (&key) != GNUTLS_E_SUCCESS) {
    return NULL;
  }
  if (gnutls_x509_privkey_import2 (key, &data, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN) !=
      GNUTLS_E_SUCCESS) {
    g_clear_pointer (&key, gnutls_x509_privkey_deinit);
  }
  return key;
}

/**
 * carillon_credential_check_new:
 * @credential_type: "FCM", "APN" or "APN_SANDBOX"
 * @parts: secret texts, of which those that are missing are %NULL; those that are of another type
 *   are passed over
 * @now: in seconds since 1970
 *
 * Returns: (transfer full): what there is to say of what is there
 */
CarillonCredentialCheck *
carillon_credential_check_new (const char *credential_type,
                               GBytes *const parts[CARILLON_N_PARTS],
                               gint64 now)
{
  g_return_val_if_fail (credential_type != NULL, NULL);

  CarillonCredentialCheck *self = g_new0 (CarillonCredentialCheck, 1);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  if (carillon_credential_type_has_part (credential_type, CARILLON_PART_ACCOUNT)) {
    if (parts[CARILLON_PART_ACCOUNT] != NULL) {
      carillon_account_check (self, parts[CARILLON_PART_ACCOUNT]);
    }
  } else if (parts[CARILLON_PART_CERTIFICATE] != NULL || parts[CARILLON_PART_KEY] != NULL) {
    carillon_apns_check (self, g_str_equal (credential_type, "APN_SANDBOX"),
                         parts[CARILLON_PART_CERTIFICATE], parts[CARILLON_PART_KEY], now);
  }
  return self;
}

/**
 * carillon_credential_check_passes:
 *
 * Returns: whether nothing speaks against sending it
 */
gboolean
carillon_credential_check_passes (CarillonCredentialCheck *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  CarillonFinding *first = self->findings->len > 0 ? self->findings->pdata[0] : NULL;
  return first == NULL || first->severity != CARILLON_FINDING_ERROR;
}

void
carillon_credential_check_free (CarillonCredentialCheck *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->facts);
  g_clear_pointer (&self->certificate, g_bytes_unref);
  g_free (self);
}

typedef struct {
  char *credential_type;           /* (owned) */
  GBytes *parts[CARILLON_N_PARTS]; /* (owned) (nullable) */
  gint64 now;
} Question;

static void
question_free (Question *question)
{
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    g_clear_pointer (&question->parts[part], g_bytes_unref);
  }
  g_free (question->credential_type);
  g_free (question);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Question *question = task_data;

  g_task_return_pointer (
    task, carillon_credential_check_new (question->credential_type, question->parts, question->now),
    (GDestroyNotify) carillon_credential_check_free);
}

/**
 * carillon_credential_check_async:
 *
 * Like carillon_credential_check_new(), in a worker: a large key takes longer than a frame.
 */
void
carillon_credential_check_async (const char *credential_type,
                                 GBytes *const parts[CARILLON_N_PARTS],
                                 gint64 now,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (credential_type != NULL);

  Question *question = g_new0 (Question, 1);
  question->credential_type = g_strdup (credential_type);
  question->now = now;
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    question->parts[part] = parts[part] != NULL ? g_bytes_ref (parts[part]) : NULL;
  }

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, carillon_credential_check_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, check_in_thread);
}

/**
 * carillon_credential_check_finish:
 *
 * Returns: (transfer full) (nullable): what there is to say, or %NULL where it was cancelled
 */
CarillonCredentialCheck *
carillon_credential_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
