#include "carillon-review-outcome.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-format.h"

void
carillon_review_outcome_clear (CarillonReviewOutcome *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->advice, g_free);
  g_clear_pointer (&self->detail, g_free);
}

static char *
or_empty (char *text)
{
  return text != NULL ? text : g_strdup ("");
}

static char *
describe_rest (guint n_sent)
{
  g_autofree char *count = carillon_format_count (n_sent);

  return g_strdup_printf (
    ngettext ("%s recipient was sent to and has left the draft. What is still in it was not sent.",
              "%s recipients were sent to and have left the draft. What is still in it was not "
              "sent.",
              n_sent),
    count);
}

/**
 * carillon_review_outcome_init:
 * @self: (out caller-allocates): what to say
 * @send: a send that failed or is of unknown outcome
 */
void
carillon_review_outcome_init (CarillonReviewOutcome *self, CarillonSend *send)
{
  const GError *error = carillon_send_get_error (send);
  guint n_sent = carillon_send_get_n_sent (send);
  g_autofree char *title = error != NULL ? carillon_error_title (error) : NULL;

  *self = (CarillonReviewOutcome){ 0 };
  if (carillon_send_get_state (send) == CARILLON_SEND_UNKNOWN) {
    self->title = g_strdup (_ ("This May Have Been Sent"));
    self->advice = g_strdup (
      _ ("The connection was lost before the service confirmed it. Carillon looked the send up and "
         "did not find it, which does not prove that it was not sent. Look again in a moment; "
         "nothing is sent twice unless you decide so."));
    self->detail = or_empty (g_steal_pointer (&title));
  } else if (n_sent > 0) {
    self->title = g_strdup (_ ("Part of This Was Sent"));
    self->advice = describe_rest (n_sent);
    self->detail = or_empty (g_steal_pointer (&title));
  } else {
    self->title =
      title != NULL ? g_steal_pointer (&title) : g_strdup (_ ("The Notification Was Not Sent"));
    self->advice = error != NULL ? carillon_error_advice (error)
                                 : g_strdup (_ ("Your draft is kept. Try again."));
    self->detail = or_empty (error != NULL ? carillon_error_detail (error) : NULL);
  }
}

/**
 * carillon_review_outcome_init_late:
 * @self: (out caller-allocates): what to say of a send whose time passed while it was reviewed
 */
void
carillon_review_outcome_init_late (CarillonReviewOutcome *self)
{
  self->title = g_strdup (_ ("The Time to Send Is Over"));
  self->advice = g_strdup (_ ("Nothing was sent. Choose a later time, or send it now."));
  self->detail = g_strdup ("");
}
