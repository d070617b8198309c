#include "carillon-trash-text.h"

#include <dispatch-job.h>
#include <dispatch-reason.h>
#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-register-text.h"

const char *const carillon_trash_kinds[] = { "", "registration", "user", NULL };
const char *const carillon_trash_obstacles[] = { "", "user", "nothing", NULL };
const char *const carillon_job_kinds[] = {
  [ARCHIVE_JOB_DELETE_REGISTRATIONS] = "delete-registrations",
  [ARCHIVE_JOB_DELETE_USERS] = "delete-users",
  [ARCHIVE_JOB_RESTORE] = "restore",
  [ARCHIVE_JOB_REGISTER] = "register",
  NULL,
};
const char *const carillon_job_states[] = {
  [ARCHIVE_JOB_RUNNING] = "running",
  [ARCHIVE_JOB_PAUSED] = "paused",
  [ARCHIVE_JOB_STOPPED] = "stopped",
  [ARCHIVE_JOB_DONE] = "done",
  NULL,
};
const char *const carillon_job_row_states[] = {
  [ARCHIVE_ROW_WAITING] = "waiting", [ARCHIVE_ROW_RUNNING] = "running",
  [ARCHIVE_ROW_DONE] = "done",       [ARCHIVE_ROW_GONE] = "gone",
  [ARCHIVE_ROW_FAILED] = "failed",   [ARCHIVE_ROW_UNKNOWN] = "unknown",
  [ARCHIVE_ROW_SKIPPED] = "skipped", NULL,
};

typedef struct {
  const char *name;
  const char *label;
  const char *icon_name;
  const char *css_class;
} Word;

static const Word kinds[] = {
  { .name = "registration", .label = N_ ("Registration") },
  { .name = "user", .label = N_ ("User") },
};

static const Word obstacles[] = {
  { .name = "user",
    .label =
      N_ ("No. A deleted user cannot be made again: the API gives every new user another ID. "
          "Its devices can be registered again, for a new user or one that is there.") },
  { .name = "nothing",
    .label = N_ ("No. It had no devices, and a registration is made by registering a device.") },
};

static const Word differences[] = {
  { .name = DISPATCH_RESTORED_ID, .label = N_ ("It has another registration ID.") },
  { .name = DISPATCH_RESTORED_USER, .label = N_ ("It belongs to another user.") },
  { .name = DISPATCH_RESTORED_MOVED,
    .label = N_ ("Devices that other users have by now stayed with them.") },
  { .name = DISPATCH_RESTORED_MISSING, .label = N_ ("It has fewer devices than before.") },
  { .name = DISPATCH_RESTORED_MORE, .label = N_ ("It has devices that it had not before.") },
  { .name = DISPATCH_RESTORED_OBSTACLE, .label = N_ ("It cannot be restored.") },
  { .name = DISPATCH_RESTORED_DISCARDED,
    .label = N_ ("It was discarded from the trash before it could be restored.") },
};

static const Word job_kinds[] = {
  { .name = "delete-registrations", .label = N_ ("Delete registrations") },
  { .name = "delete-users", .label = N_ ("Delete users") },
  { .name = "restore", .label = N_ ("Restore registrations") },
  { .name = "register", .label = N_ ("Register devices") },
};

static const Word job_states[] = {
  { .name = "running", .label = N_ ("Running") },
  { .name = "paused", .label = N_ ("Not finished") },
  { .name = "stopped", .label = N_ ("Stopped") },
  { .name = "done", .label = N_ ("Finished") },
};

static const Word row_states[] = {
  { "waiting", N_ ("Waiting"), "content-loading-symbolic", "dim-label" },
  { "running", N_ ("Under way"), "content-loading-symbolic", "dim-label" },
  { "done", N_ ("Done"), "emblem-ok-symbolic", "success" },
  { "gone", N_ ("Was not there any more"), "emblem-ok-symbolic", "dim-label" },
  { "failed", N_ ("Failed"), "dialog-error-symbolic", "error" },
  { "unknown", N_ ("Outcome unknown"), "dialog-question-symbolic", "warning" },
  { "skipped", N_ ("Left out"), "dialog-warning-symbolic", "warning" },
};

static const Word *
find_word (const Word *words, gsize n_words, const char *name)
{
  for (gsize i = 0; i < n_words; i++) {
    if (g_strcmp0 (words[i].name, name) == 0) {
      return &words[i];
    }
  }
  return NULL;
}

/* What this program does not know is told as it is. */
static char *
label_of (const Word *words, gsize n_words, const char *name)
{
  const Word *word = find_word (words, n_words, name);

  return g_strdup (word != NULL ? _ (word->label) : name);
}

#define LABEL_OF(words, name) label_of (words, G_N_ELEMENTS (words), name)
#define FIND_WORD(words, name) find_word (words, G_N_ELEMENTS (words), name)

char *
carillon_trash_kind_label (const char *kind)
{
  return LABEL_OF (kinds, kind);
}

/**
 * carillon_trash_obstacle_text:
 * @obstacle: (nullable): one of carillon_trash_obstacles
 *
 * Returns: (transfer full) (nullable): why it cannot be restored; %NULL where it can
 */
char *
carillon_trash_obstacle_text (const char *obstacle)
{
  const Word *word = FIND_WORD (obstacles, obstacle);

  return word != NULL ? g_strdup (_ (word->label)) : NULL;
}

/**
 * carillon_trash_difference_text:
 * @words: (nullable): DISPATCH_RESTORED_… with spaces between
 *
 * Returns: (transfer full) (nullable): a sentence for each; %NULL where nothing is different, or
 *   where one of @words is none of them
 */
char *
carillon_trash_difference_text (const char *words)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) each = g_strsplit (words != NULL ? words : "", " ", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    const Word *word = FIND_WORD (differences, each[i]);

    if (word == NULL) {
      return NULL;
    }
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", _ (word->label));
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
carillon_job_kind_label (const char *kind)
{
  return LABEL_OF (job_kinds, kind);
}

char *
carillon_job_state_label (const char *state)
{
  return LABEL_OF (job_states, state);
}

char *
carillon_job_row_state_label (const char *state)
{
  return LABEL_OF (row_states, state);
}

const char *
carillon_job_row_state_icon_name (const char *state)
{
  const Word *word = FIND_WORD (row_states, state);

  return word != NULL ? word->icon_name : NULL;
}

const char *
carillon_job_row_state_css_class (const char *state)
{
  const Word *word = FIND_WORD (row_states, state);

  return word != NULL ? word->css_class : NULL;
}

/**
 * carillon_job_reason_text:
 * @reason: (nullable): what the row of a job has as its reason
 *
 * Returns: (transfer full) (nullable): why it failed and what the server said, or what is different
 *   of something restored
 */
char *
carillon_job_reason_text (const char *reason)
{
  g_autoptr (GError) error = dispatch_reason_parse (reason);

  if (error == NULL) {
    char *device_text = carillon_register_reason_text (reason);
    char *differences_text =
      device_text != NULL ? device_text : carillon_trash_difference_text (reason);

    return differences_text != NULL ? differences_text : g_strdup (reason);
  }
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *message = g_utf8_make_valid (error->message, -1);
  /* Translators: %1$s is what went wrong, %2$s what the server said of it. */
  return g_strdup_printf (_ ("%1$s: %2$s"), title, message);
}
