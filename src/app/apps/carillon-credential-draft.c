#include "carillon-credential-draft.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-secret-text.h"

struct _CarillonCredentialDraft {
  GObject parent_instance;

  const char *credential_type;      /* static */
  GBytes *parts[CARILLON_N_PARTS];  /* (owned) (nullable) */
  char *names[CARILLON_N_PARTS];    /* (owned) (nullable): of what they are from */
  char *problems[CARILLON_N_PARTS]; /* (owned) (nullable) */
  char *notes[CARILLON_N_PARTS];    /* (owned) (nullable) */
  CarillonCredentialCheck *check;   /* (owned) (nullable) */
  GCancellable *checking;           /* (owned) (nullable): of the check under way */
  guint n_pending;
};

enum {
  PROP_CREDENTIAL_TYPE = 1,
  PROP_BUSY,
  N_PROPERTIES,
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonCredentialDraft, carillon_credential_draft, G_TYPE_OBJECT)

static const char *const credential_types[] = { "FCM", "APN", "APN_SANDBOX" };

/* What a part is called where it stands in the wrong place, and where it belongs. */
static const struct {
  const char *missing;
  const char *moved;
  const char *foreign;
} words[CARILLON_N_PARTS] = {
  [CARILLON_PART_CERTIFICATE] = {
    N_ ("Choose the certificate."),
    /* Translators: %s is the name of a file */
    N_ ("%s is a certificate, and was put under Certificate."),
    /* Translators: %s is the name of a file */
    N_ ("%s is a certificate. Choose an Apple provider to use it."),
  },
  [CARILLON_PART_KEY] = {
    N_ ("Choose the private key of the certificate."),
    /* Translators: %s is the name of a file */
    N_ ("%s is a private key, and was put under Private Key."),
    /* Translators: %s is the name of a file */
    N_ ("%s is a private key. Choose an Apple provider to use it; Google needs the JSON file of a "
        "service account."),
  },
  [CARILLON_PART_ACCOUNT] = {
    N_ ("Choose the JSON file of the service account."),
    "%s",
    /* Translators: %s is the name of a file */
    N_ ("%s is a service account of Google’s. Choose Google (FCM) as the provider to use it."),
  },
};

static void
change_pending (CarillonCredentialDraft *self, int by)
{
  gboolean was_busy = self->n_pending > 0;

  self->n_pending = (guint) ((int) self->n_pending + by);
  if (was_busy != (self->n_pending > 0)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  }
}

static void
emit_changed (CarillonCredentialDraft *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonCredentialDraft) self = user_data;

  g_autoptr (CarillonCredentialCheck) check = carillon_credential_check_finish (result, NULL);
  change_pending (self, -1);
  /* Another one is under way instead of a cancelled one. */
  if (check != NULL) {
    g_clear_pointer (&self->check, carillon_credential_check_free);
    self->check = g_steal_pointer (&check);
    emit_changed (self);
  }
}

/* What was found of other parts is not shown any more, because it is not true any more. */
static void
start_check (CarillonCredentialDraft *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();
  g_clear_pointer (&self->check, carillon_credential_check_free);
  change_pending (self, 1);
  carillon_credential_check_async (self->credential_type, self->parts,
                                   g_get_real_time () / G_USEC_PER_SEC, self->checking, on_checked,
                                   g_object_ref (self));
}

static gboolean
uses (CarillonCredentialDraft *self, CarillonPart part)
{
  return part < CARILLON_N_PARTS && carillon_credential_type_has_part (self->credential_type, part);
}

/* The first that is still missing, or else the first. */
static CarillonPart
find_place (CarillonCredentialDraft *self)
{
  CarillonPart first = CARILLON_N_PARTS;

  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    if (uses (self, part) && self->parts[part] == NULL) {
      return part;
    }
    first = uses (self, part) ? MIN (first, part) : first;
  }
  return first;
}

static void
clear_words (CarillonCredentialDraft *self, CarillonPart part)
{
  g_clear_pointer (&self->problems[part], g_free);
  g_clear_pointer (&self->notes[part], g_free);
}

static void
put (CarillonCredentialDraft *self, CarillonPart part, GBytes *contents, const char *name)
{
  clear_words (self, part);
  g_clear_pointer (&self->parts[part], g_bytes_unref);
  self->parts[part] = contents != NULL ? g_bytes_ref (contents) : NULL;
  g_free (self->names[part]);
  self->names[part] = g_strdup (name);
}

/* Some translations put the name elsewhere, and no format is known when this is compiled. */
static char *
insert_name (const char *sentence, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (_ (sentence), "%s", 2);

  return g_strjoinv (name, parts);
}

/* Says at @asked where that went which was chosen for it. */
static void
explain_move (CarillonCredentialDraft *self,
              CarillonPart asked,
              CarillonCredentialFile *file,
              const char *name)
{
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    if (file->parts[part] == NULL) {
      continue;
    }
    if (uses (self, part)) {
      self->notes[asked] = insert_name (words[part].moved, name);
    } else {
      self->problems[asked] = insert_name (words[part].foreign, name);
    }
    return;
  }
}

static gboolean
has_used_part (CarillonCredentialDraft *self, CarillonCredentialFile *file)
{
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    if (uses (self, part) && file->parts[part] != NULL) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
take_file (CarillonCredentialDraft *self,
           CarillonPart asked,
           CarillonCredentialFile *file,
           const char *name)
{
  /* For a file that is dropped nothing was asked for that it could fail to be. */
  gboolean has_place = uses (self, asked);
  CarillonPart place = has_place ? asked : find_place (self);

  clear_words (self, place);
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    if (file->parts[part] != NULL) {
      put (self, part, file->parts[part], name);
    }
  }
  if (file->problem != NULL) {
    CarillonPart at = uses (self, file->problem_part) ? file->problem_part : place;
    put (self, at, NULL, name);
    self->problems[at] = g_strdup (file->problem);
  } else if (file->parts[place] == NULL && (has_place || !has_used_part (self, file))) {
    explain_move (self, place, file, name);
  }
  start_check (self);
  emit_changed (self);
}

typedef struct {
  CarillonCredentialDraft *draft; /* (owned) */
  CarillonPart part;
  char *name; /* (owned) */
} Loading;

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->draft);
  g_free (loading->name);
  g_free (loading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

static void
show_error (CarillonCredentialDraft *self, const Loading *loading, const GError *error)
{
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *problem = g_strjoin ("\n", title, advice, NULL);
  CarillonCredentialFile file = { .problem = problem, .problem_part = CARILLON_N_PARTS };

  take_file (self, loading->part, &file, loading->name);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Loading) loading = user_data;
  CarillonCredentialDraft *self = loading->draft;
  g_autoptr (GError) error = NULL;

  g_autoptr (CarillonCredentialFile) file = carillon_credential_file_load_finish (result, &error);
  if (file != NULL) {
    take_file (self, loading->part, file, loading->name);
  } else {
    show_error (self, loading, error);
  }
  change_pending (self, -1);
}

static char *
get_display_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base != NULL ? base : "");
}

/**
 * carillon_credential_draft_load:
 * @part: what it was chosen for, or %CARILLON_N_PARTS
 * @file: what was chosen
 *
 * Reads it, and takes what it is good for, whatever it was chosen for.
 */
void
carillon_credential_draft_load (CarillonCredentialDraft *self, CarillonPart part, GFile *file)
{
  g_return_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self));
  g_return_if_fail (part <= CARILLON_N_PARTS);
  g_return_if_fail (G_IS_FILE (file));

  Loading *loading = g_new0 (Loading, 1);
  loading->draft = g_object_ref (self);
  loading->part = part;
  loading->name = get_display_name (file);
  change_pending (self, 1);
  carillon_credential_file_load_async (file, NULL, on_loaded, loading);
}

/**
 * carillon_credential_draft_take:
 * @part: what it was given for, or %CARILLON_N_PARTS
 * @contents: a secret text
 * @name: what it is shown as
 *
 * Like carillon_credential_draft_load() for what is no file.
 */
void
carillon_credential_draft_take (CarillonCredentialDraft *self,
                                CarillonPart part,
                                GBytes *contents,
                                const char *name)
{
  g_return_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self));
  g_return_if_fail (part <= CARILLON_N_PARTS);
  g_return_if_fail (contents != NULL && name != NULL);

  g_autoptr (CarillonCredentialFile) file = carillon_credential_file_recognise (contents, name);
  take_file (self, part, file, name);
}

/**
 * carillon_credential_draft_set_problem:
 * @part: that is refused
 * @problem: (nullable): why, translated
 *
 * For what the server says.
 */
void
carillon_credential_draft_set_problem (CarillonCredentialDraft *self,
                                       CarillonPart part,
                                       const char *problem)
{
  g_return_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self));
  g_return_if_fail (part < CARILLON_N_PARTS);

  if (g_strcmp0 (self->problems[part], problem) != 0) {
    g_free (self->problems[part]);
    self->problems[part] = g_strdup (problem);
    emit_changed (self);
  }
}

gboolean
carillon_credential_draft_get_busy (CarillonCredentialDraft *self)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self), FALSE);

  return self->n_pending > 0;
}

static gboolean
require_part (CarillonCredentialDraft *self, CarillonPart part)
{
  if (!uses (self, part) || self->parts[part] != NULL) {
    carillon_credential_draft_set_problem (self, part, NULL);
    return TRUE;
  }
  if (self->problems[part] == NULL) {
    carillon_credential_draft_set_problem (self, part, _ (words[part].missing));
  }
  return FALSE;
}

/**
 * carillon_credential_draft_complete:
 *
 * Asks for what is missing, and forgets what was said of what is not.
 *
 * Returns: whether it can be sent
 */
gboolean
carillon_credential_draft_complete (CarillonCredentialDraft *self)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self), FALSE);

  gboolean has_all = TRUE;
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    has_all = require_part (self, part) && has_all;
  }
  return has_all && self->check != NULL && carillon_credential_check_passes (self->check);
}

/**
 * carillon_credential_draft_fill:
 * @credential: (out caller-allocates): where to write the provider and the secrets
 *
 * The strings are the draft's: they are good until it changes.
 */
void
carillon_credential_draft_fill (CarillonCredentialDraft *self, CommsNewCredential *credential)
{
  g_return_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self));
  g_return_if_fail (self->check != NULL);

  CarillonPart key = uses (self, CARILLON_PART_ACCOUNT) ? CARILLON_PART_ACCOUNT : CARILLON_PART_KEY;
  credential->credential_type = self->credential_type;
  credential->certificate = uses (self, CARILLON_PART_CERTIFICATE)
                              ? carillon_secret_text_get (self->check->certificate)
                              : NULL;
  credential->private_key = carillon_secret_text_get (self->parts[key]);
}

/**
 * carillon_credential_draft_get_name:
 *
 * Returns: (transfer none) (nullable): of the file that was chosen for @part, be it of use or not
 */
const char *
carillon_credential_draft_get_name (CarillonCredentialDraft *self, CarillonPart part)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self) && part < CARILLON_N_PARTS, NULL);

  return self->names[part];
}

/**
 * carillon_credential_draft_get_problem:
 *
 * Returns: (transfer none) (nullable): why @part is not there, or was refused
 */
const char *
carillon_credential_draft_get_problem (CarillonCredentialDraft *self, CarillonPart part)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self) && part < CARILLON_N_PARTS, NULL);

  return self->problems[part];
}

/**
 * carillon_credential_draft_get_note:
 *
 * Returns: (transfer none) (nullable): where that went which was chosen for @part
 */
const char *
carillon_credential_draft_get_note (CarillonCredentialDraft *self, CarillonPart part)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self) && part < CARILLON_N_PARTS, NULL);

  return self->notes[part];
}

/**
 * carillon_credential_draft_get_check:
 *
 * Returns: (transfer none) (nullable): what there is to say of the parts; %NULL while that is found
 *   out
 */
CarillonCredentialCheck *
carillon_credential_draft_get_check (CarillonCredentialDraft *self)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self), NULL);

  return self->check;
}

const char *
carillon_credential_draft_get_credential_type (CarillonCredentialDraft *self)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self), NULL);

  return self->credential_type;
}

/**
 * carillon_credential_draft_set_credential_type:
 * @credential_type: (nullable): "FCM", "APN" or "APN_SANDBOX"; another one is ignored
 */
void
carillon_credential_draft_set_credential_type (CarillonCredentialDraft *self,
                                               const char *credential_type)
{
  g_return_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (self));

  for (gsize i = 0; i < G_N_ELEMENTS (credential_types); i++) {
    if (g_strcmp0 (credential_types[i], credential_type) == 0 &&
        self->credential_type != credential_types[i]) {
      self->credential_type = credential_types[i];
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CREDENTIAL_TYPE]);
      start_check (self);
      emit_changed (self);
    }
  }
}

static void
carillon_credential_draft_set_property (GObject *object,
                                        guint id,
                                        const GValue *value,
                                        GParamSpec *pspec)
{
  switch (id) {
  case PROP_CREDENTIAL_TYPE:
    carillon_credential_draft_set_credential_type (CARILLON_CREDENTIAL_DRAFT (object),
                                                   g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_credential_draft_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonCredentialDraft *self = CARILLON_CREDENTIAL_DRAFT (object);

  switch (id) {
  case PROP_CREDENTIAL_TYPE:
    g_value_set_string (value, self->credential_type);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->n_pending > 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_credential_draft_finalize (GObject *object)
{
  CarillonCredentialDraft *self = CARILLON_CREDENTIAL_DRAFT (object);

  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    put (self, part, NULL, NULL);
  }
  g_clear_pointer (&self->check, carillon_credential_check_free);
  g_clear_object (&self->checking);
  G_OBJECT_CLASS (carillon_credential_draft_parent_class)->finalize (object);
}

static void
carillon_credential_draft_class_init (CarillonCredentialDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_credential_draft_set_property;
  object_class->get_property = carillon_credential_draft_get_property;
  object_class->finalize = carillon_credential_draft_finalize;

  properties[PROP_CREDENTIAL_TYPE] =
    g_param_spec_string ("credential-type", NULL, NULL, "FCM", G_PARAM_READWRITE | flags);
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_credential_draft_init (CarillonCredentialDraft *self)
{
  self->credential_type = credential_types[0];
}

/**
 * carillon_credential_draft_new:
 *
 * Returns: (transfer full): an empty one, for FCM
 */
CarillonCredentialDraft *
carillon_credential_draft_new (void)
{
  return g_object_new (CARILLON_TYPE_CREDENTIAL_DRAFT, NULL);
}
