/* One table from what went wrong to what an operator reads and can do. The test asserts that it
 * has an entry for every code of every layer. */

#include "carillon-error-text.h"

#include <archive-store.h>
#include <comms-error.h>
#include <dispatch-audience.h>
#include <dispatch-draft-file.h>
#include <dispatch-sheet.h>
#include <glib/gi18n.h>
#include <libsecret/secret.h>
#include <liquid.h>

#include "carillon-emulator-process.h"
#include "carillon-secrets.h"

typedef struct {
  GQuark (*domain) (void);
  int code;
  const char *title;
  const char *advice;
} ErrorText;

static const ErrorText texts[] = {
  { comms_error_quark, COMMS_ERROR_INVALID_URI, N_ ("The Address Cannot Be Used"),
    N_ ("It has to begin with https://. Plain http:// is for a server on this computer only.") },
  { comms_error_quark, COMMS_ERROR_UNREACHABLE, N_ ("The Server Could Not Be Reached"),
    N_ ("Nothing was sent. Check the address and the network, then try again.") },
  { comms_error_quark, COMMS_ERROR_TLS, N_ ("The Server Could Not Prove Who It Is"),
    N_ ("Nothing was sent. Check the address; if it is right, ask whoever runs the server about "
        "its certificate.") },
  { comms_error_quark, COMMS_ERROR_TIMED_OUT, N_ ("The Server Did Not Answer in Time"),
    N_ ("It may be busy. Try again in a moment.") },
  { comms_error_quark, COMMS_ERROR_INTERRUPTED, N_ ("The Connection Was Cut"),
    N_ ("The answer did not arrive whole. Check the network, then try again.") },
  { comms_error_quark, COMMS_ERROR_UNAUTHORIZED, N_ ("The Credentials Were Not Accepted"),
    N_ ("Check the SID and the secret of the account.") },
  { comms_error_quark, COMMS_ERROR_FORBIDDEN, N_ ("The Account May Not Do This"),
    N_ ("The credentials are right but lack a permission. Ask the owner of the account for it.") },
  { comms_error_quark, COMMS_ERROR_NOT_FOUND, N_ ("There Is No Such Thing on the Server"),
    N_ ("It may have been deleted, or kept no longer: the API forgets notifications after seven "
        "days.") },
  { comms_error_quark, COMMS_ERROR_REJECTED, N_ ("The Server Refused the Request"),
    N_ ("Correct what it names, then try again.") },
  { comms_error_quark, COMMS_ERROR_RATE_LIMITED, N_ ("Too Many Requests"),
    N_ ("The server asks for a pause, and did not act on this request. Try again in a moment.") },
  { comms_error_quark, COMMS_ERROR_SERVER, N_ ("The Server Has a Problem"),
    N_ ("The fault is not on your side. Try again in a few minutes.") },
  { comms_error_quark, COMMS_ERROR_NOT_THIS_API, N_ ("The Answer Is Not from This API"),
    N_ ("Something else answers at this address. Check the base address of the account, and "
        "whether a proxy or sign-in page stands between.") },
  { comms_error_quark, COMMS_ERROR_TOO_LARGE, N_ ("The Answer Is Too Large"),
    N_ ("The server sent more than this API ever does. Check the base address of the account.") },
  { comms_error_quark, COMMS_ERROR_UNSUPPORTED, N_ ("The Server Cannot Do This"),
    N_ (
      "This is no documented part of the API, and the server of this account does not offer it.") },
  { comms_error_quark, COMMS_ERROR_ABANDONED, N_ ("The Request Was Given Up"),
    N_ ("The server may have acted on it all the same. Look at what it has before trying again.") },
  { comms_error_quark, COMMS_ERROR_READ_ONLY, N_ ("The Account Is Read Only"),
    N_ ("Nothing was sent. To write with this account, choose another mode for it under Edit "
        "Account.") },

  { archive_error_quark, ARCHIVE_ERROR_FAILED, N_ ("Local Data Could Not Be Used"),
    N_ ("Drafts and the record of sends are kept on this computer. Check that your home folder can "
        "be written to, then try again.") },
  { archive_error_quark, ARCHIVE_ERROR_FULL, N_ ("The Disk Is Full"),
    N_ ("Free some space, then try again. Nothing was lost.") },
  { archive_error_quark, ARCHIVE_ERROR_NEWER, N_ ("Local Data Is from a Newer Version"),
    N_ ("Update Carillon to use it.") },
  { archive_error_quark, ARCHIVE_ERROR_DAMAGED, N_ ("Local Data Is Damaged"),
    N_ ("Start Carillon again. It keeps the damaged file and begins a new one.") },

  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_EMPTY, N_ ("There Is Nothing to Paste"),
    N_ ("Copy rows from a spreadsheet or a CSV file first.") },
  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_NOT_TEXT, N_ ("This Is Not Text"),
    N_ ("Copy rows from a spreadsheet or a CSV file.") },
  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS,
    N_ ("A Row Has Too Many Columns"),
    N_ ("Copy only the columns that the grid has, or name more variables in the message.") },
  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_TOO_MANY_ROWS, N_ ("These Are Too Many Rows"),
    N_ ("Paste them in several parts.") },
  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_QUOTE, N_ ("A Quotation Mark Is Not Closed"),
    N_ ("Close it, or copy the rows anew.") },
  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_REPEATED_NAME, N_ ("A Column Is There Twice"),
    N_ ("Each name of the first row may stand there once. Rename or remove one of the columns.") },
  { dispatch_paste_error_quark, DISPATCH_PASTE_ERROR_TWO_ADDRESSES, N_ ("A Row Has Two Recipients"),
    N_ ("A recipient is either a user or a device token. Keep one of the two in each row.") },

  { dispatch_sheet_error_quark, DISPATCH_SHEET_ERROR_EMPTY, N_ ("The File Has No Rows"),
    N_ ("Choose a file that has some.") },
  { dispatch_sheet_error_quark, DISPATCH_SHEET_ERROR_NOT_TEXT, N_ ("This Is Not a CSV File"),
    N_ ("Save the sheet as CSV with the character set UTF-8, then choose that file.") },
  { dispatch_sheet_error_quark, DISPATCH_SHEET_ERROR_QUOTE, N_ ("A Quotation Mark Is Not Closed"),
    N_ ("Close it in the file, or save the sheet as CSV anew.") },
  { dispatch_sheet_error_quark, DISPATCH_SHEET_ERROR_TOO_LARGE, N_ ("The File Is Too Large"),
    N_ ("Devices come from files of at most one gigabyte and a million rows, recipients from files "
        "of at most two gigabytes. Divide it into several.") },
  { dispatch_sheet_error_quark, DISPATCH_SHEET_ERROR_CHANGED, N_ ("The File Is Changing"),
    N_ ("Its length changed while it was read. Choose it again once it is complete.") },

  { dispatch_draft_file_error_quark, DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT,
    N_ ("This Is Not a Draft"),
    N_ ("Choose a file that was saved with “Save as File”. Recipients from a CSV file are imported "
        "in the draft itself.") },
  { dispatch_draft_file_error_quark, DISPATCH_DRAFT_FILE_ERROR_SYNTAX, N_ ("The File Is Damaged"),
    N_ ("It breaks off, or a comma, a quotation mark or a bracket is missing or too many. Correct "
        "it in a text editor, or take an older copy.") },
  { dispatch_draft_file_error_quark, DISPATCH_DRAFT_FILE_ERROR_VALUE,
    N_ ("The File Has a Wrong Value"), N_ ("Correct it in a text editor, or take an older copy.") },
  { dispatch_draft_file_error_quark, DISPATCH_DRAFT_FILE_ERROR_NEWER,
    N_ ("The File Is from a Newer Version"), N_ ("Update Carillon to open it.") },
  { dispatch_draft_file_error_quark, DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE,
    N_ ("The File Is Too Large"),
    N_ ("A draft has at most four megabytes of text besides its recipients, and 100 columns.") },

  { liquid_error_quark, LIQUID_ERROR_SYNTAX, N_ ("The Template Has a Mistake"),
    N_ ("Correct it where it is marked.") },
  { liquid_error_quark, LIQUID_ERROR_LIMIT, N_ ("The Template Does Too Much"),
    N_ ("It makes a text that is too long, or repeats itself too often. Simplify it.") },

  { carillon_secrets_error_quark, CARILLON_SECRETS_ERROR_NO_SERVICE, N_ ("There Is No Keyring"),
    N_ ("Nothing on this desktop session keeps secrets. Start a keyring service such as GNOME "
        "Keyring or KWallet, or use the account for this session only.") },
  { carillon_secrets_error_quark, CARILLON_SECRETS_ERROR_LOCKED, N_ ("The Keyring Is Locked"),
    N_ ("Unlock it with its password, or use the account for this session only.") },
  { carillon_secrets_error_quark, CARILLON_SECRETS_ERROR_NO_ANSWER,
    N_ ("The Keyring Does Not Answer"),
    N_ ("It may be waiting for its password in another window. Try again, or use the account for "
        "this session only.") },
  { carillon_secrets_error_quark, CARILLON_SECRETS_ERROR_NOT_FOUND,
    N_ ("The Keyring Has No Secret for This Account"),
    N_ ("It may have been removed there. Edit the account to enter it again, or use the account "
        "for this session only.") },
  { carillon_secrets_error_quark, CARILLON_SECRETS_ERROR_FAILED, N_ ("The Keyring Failed"),
    N_ ("Try again, or use the account for this session only.") },

  { secret_error_get_quark, SECRET_ERROR_PROTOCOL, N_ ("The Keyring Failed"),
    N_ ("It answered in a way that makes no sense. Restart it, then try again.") },
  { secret_error_get_quark, SECRET_ERROR_IS_LOCKED, N_ ("The Keyring Is Locked"),
    N_ ("Unlock it with its password, then try again.") },
  { secret_error_get_quark, SECRET_ERROR_NO_SUCH_OBJECT, N_ ("The Keyring Has Nothing Here"),
    N_ ("A default keyring may be missing. Create one in your desktop’s password manager.") },
  { secret_error_get_quark, SECRET_ERROR_ALREADY_EXISTS, N_ ("The Keyring Has This Already"),
    N_ ("Remove the old entry in your desktop’s password manager, then try again.") },
  { secret_error_get_quark, SECRET_ERROR_INVALID_FILE_FORMAT, N_ ("The Keyring File Is Damaged"),
    N_ ("Restore it from a backup, or remove it and enter the secrets anew.") },

  { carillon_emulator_error_quark, CARILLON_EMULATOR_ERROR_START,
    N_ ("The Emulator Could Not Be Started"),
    N_ ("The program carillon-emulator is missing or cannot be run. Install Carillon again.") },
  { carillon_emulator_error_quark, CARILLON_EMULATOR_ERROR_NO_ANSWER,
    N_ ("The Emulator Does Not Answer"), N_ ("Try again; the computer may be busy.") },
  { carillon_emulator_error_quark, CARILLON_EMULATOR_ERROR_ENDED, N_ ("The Emulator Has Ended"),
    N_ ("Start it again to go on. What it had stored is kept.") },

  { g_io_error_quark, G_IO_ERROR_CANCELLED, N_ ("Stopped"),
    N_ ("It was stopped before it was done.") },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, N_ ("There Was No Answer in Time"),
    N_ ("Try again in a moment.") },
  { g_io_error_quark, G_IO_ERROR_PENDING, N_ ("This Is Already Under Way"),
    N_ ("Wait until it is done.") },
  { g_io_error_quark, G_IO_ERROR_NO_SPACE, N_ ("The Disk Is Full"),
    N_ ("Free some space, then try again.") },
  { g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED, N_ ("Access Was Denied"),
    N_ ("Check the permissions of the file or folder.") },
  { g_io_error_quark, G_IO_ERROR_NOT_FOUND, N_ ("The File Is Not There"),
    N_ ("It may have been moved or deleted.") },
  { g_io_error_quark, G_IO_ERROR_IS_DIRECTORY, N_ ("This Is a Folder"),
    N_ ("Choose a file that is in it.") },
  { g_io_error_quark, G_IO_ERROR_NOT_REGULAR_FILE, N_ ("This Is Not a File"),
    N_ ("It is a device or a pipe, which may never end. Choose a file.") },
  { g_io_error_quark, G_IO_ERROR_READ_ONLY, N_ ("The Folder Cannot Be Written To"),
    N_ ("Choose another one.") },
  { g_io_error_quark, G_IO_ERROR_HOST_NOT_FOUND, N_ ("The Server Could Not Be Found"),
    N_ ("Check the address and the network, then try again.") },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, N_ ("The Server Could Not Be Reached"),
    N_ ("Nothing answers at this address. Check it, then try again.") },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, N_ ("There Is No Network"),
    N_ ("Connect to a network, then try again.") },
};

static const ErrorText *
find_text (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (error->domain == texts[i].domain () && error->code == texts[i].code) {
      return &texts[i];
    }
  }
  return NULL;
}

static char *
message_of (const GError *error)
{
  return g_utf8_make_valid (error->message != NULL ? error->message : "", -1);
}

/**
 * carillon_error_is_foreseen:
 * @error: any error
 *
 * Returns: whether there are words of ours for it
 */
gboolean
carillon_error_is_foreseen (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return find_text (error) != NULL;
}

/**
 * carillon_error_title:
 * @error: any error
 *
 * Returns: (transfer full): what happened, as a heading
 */
char *
carillon_error_title (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  const ErrorText *text = find_text (error);
  return g_strdup (text != NULL ? _ (text->title) : _ ("Something Went Wrong"));
}

/**
 * carillon_error_advice:
 * @error: any error
 *
 * Returns: (transfer full): what can be done about it; for an error that nobody foresaw, its own
 *   message
 */
char *
carillon_error_advice (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  const ErrorText *text = find_text (error);
  if (text == NULL) {
    return message_of (error);
  }
  gint64 wait = comms_error_get_retry_after (error);
  if (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_RATE_LIMITED) && wait > 0) {
    return g_strdup_printf (
      ngettext ("The server did not act on this request. Try again in %d second.",
                "The server did not act on this request. Try again in %d seconds.", (gulong) wait),
      (int) MIN (wait, G_MAXINT));
  }
  return g_strdup (_ (text->advice));
}

/* "$.to[3].provider" says "$" only to programmers; samples have the string "null" for none. */
static const char *
readable_field (const char *context)
{
  if (context == NULL || g_str_equal (context, "null") || g_str_equal (context, "$")) {
    return NULL;
  }
  return g_str_has_prefix (context, "$.") ? context + strlen ("$.") : context;
}

static void
append_issue (GString *text, const CommsIssue *issue)
{
  const char *field = readable_field (issue->context);

  if (text->len > 0) {
    g_string_append_c (text, '\n');
  }
  if (field != NULL) {
    g_string_append_printf (text, "%s: ", field);
  }
  g_string_append (text, issue->message);
}

/**
 * carillon_error_detail:
 * @error: any error
 *
 * Returns: (transfer full) (nullable): what the server said, a line for each issue, with the field
 *   that it is about
 */
char *
carillon_error_detail (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  GPtrArray *issues = comms_error_get_issues (error);
  if (issues == NULL || issues->len == 0) {
    return NULL;
  }
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < issues->len; i++) {
    append_issue (text, g_ptr_array_index (issues, i));
  }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}
