/* One server answers all requests of a job, so what it says to one is meant for all: after a 429
 * none goes out before its time (RFC 6585, section 4), and fewer at once go out then. What fails in
 * a way that passes makes all wait too, longer each time; if nothing was answered in between for
 * some times, the job ends there rather than fail at each of a million rows. */

#include "dispatch-pace.h"

#include "dispatch-backoff.h"

/* Of the eight connections that the client has for a server, two stay for what the operator does
 * meanwhile. */
#define MAX_ACTIVE 6

/* After so many answers without a 429, one more request at once is tried. */
#define CALM 50

/* As often as the client asks by itself for what an operator waits for. */
#define MAX_ATTEMPTS COMMS_RETRY_ATTEMPTS

/* With waits from half a second on, doubled each time, half a minute: longer than a gateway takes
 * to start again. */
#define MAX_BURSTS 6

/* Milliseconds. */
#define LONGEST_WAIT 30000

struct _DispatchPace {
  DispatchPaceFunc wake;
  gpointer user_data;
  guint first_wait; /* milliseconds */
  guint n_active;
  guint n_allowed;
  guint n_calm;      /* answers since the last 429 or the last change */
  guint n_bursts;    /* waits since the last answer */
  gint64 resumes_at; /* monotonic microseconds */
  GSource *timer;    /* (owned) (nullable) */
};

/**
 * dispatch_pace_derive_client:
 * @client: of the account
 *
 * Returns: (transfer full): one that tries each call once, with the first wait of @client for the
 *   pace to go by
 */
CommsClient *
dispatch_pace_derive_client (CommsClient *client)
{
  const CommsRetryPolicy *policy = comms_client_get_retry_policy (client);
  const CommsRetryPolicy once = { .max_attempts = 1, .first_wait = policy->first_wait };

  return comms_client_derive (client, &once);
}

/**
 * dispatch_pace_new:
 * @client: whom the requests go to; its policy says how long the first wait is
 * @wake: called when a wait is over
 * @user_data: for @wake
 *
 * Returns: (transfer full): a pace
 */
DispatchPace *
dispatch_pace_new (CommsClient *client, DispatchPaceFunc wake, gpointer user_data)
{
  DispatchPace *self = g_new0 (DispatchPace, 1);

  self->wake = wake;
  self->user_data = user_data;
  self->first_wait = MAX (comms_client_get_retry_policy (client)->first_wait, 1);
  self->n_allowed = MAX_ACTIVE;
  return self;
}

void
dispatch_pace_free (DispatchPace *self)
{
  if (self->timer != NULL) {
    g_source_destroy (self->timer);
    g_source_unref (self->timer);
  }
  g_free (self);
}

guint
dispatch_pace_get_n_active (DispatchPace *self)
{
  return self->n_active;
}

/**
 * dispatch_pace_get_resumes_at:
 * @self: a pace
 *
 * Returns: when the last wait ends or has ended, in microseconds of g_get_monotonic_time(); 0 for
 *   none
 */
gint64
dispatch_pace_get_resumes_at (DispatchPace *self)
{
  return self->resumes_at;
}

static gboolean
on_time (gpointer user_data)
{
  DispatchPace *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  self->wake (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
wait_for (DispatchPace *self, guint milliseconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  if (until <= self->resumes_at) {
    return;
  }
  self->resumes_at = until;
  if (self->timer != NULL) {
    g_source_destroy (self->timer);
    g_source_unref (self->timer);
  }
  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, on_time, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/**
 * dispatch_pace_begin:
 * @self: a pace
 *
 * Returns: whether a request may go out now, which is then under way
 */
gboolean
dispatch_pace_begin (DispatchPace *self)
{
  if (self->timer != NULL || self->n_active >= self->n_allowed) {
    return FALSE;
  }
  self->n_active++;
  return TRUE;
}

static void
note_answer (DispatchPace *self)
{
  self->n_bursts = 0;
  self->n_calm++;
  if (self->n_calm >= CALM && self->n_allowed < MAX_ACTIVE) {
    self->n_allowed++;
    self->n_calm = 0;
  }
}

static guint
get_wait (DispatchPace *self)
{
  return MIN (self->first_wait << MIN (self->n_bursts, MAX_BURSTS), LONGEST_WAIT);
}

/* Those that were under way together fail together, and are one burst. */
static void
note_burst (DispatchPace *self)
{
  if (self->timer == NULL) {
    wait_for (self, get_wait (self));
    self->n_bursts++;
  }
}

static DispatchVerdict
note_limit (DispatchPace *self, const GError *error)
{
  gint64 asked = MAX (comms_error_get_retry_after (error), 0) * 1000;

  if (asked > DISPATCH_BACKOFF_LIMIT) {
    return DISPATCH_VERDICT_BROKEN;
  }
  if (self->timer == NULL) {
    self->n_allowed = MAX (self->n_allowed / 2, 1);
    self->n_calm = 0;
  }
  wait_for (self, MAX ((guint) asked, self->first_wait));
  return DISPATCH_VERDICT_AGAIN;
}

/* Whoever may not ask for this one may not ask for any. */
static gboolean
is_for_all (const GError *error)
{
  static const CommsError codes[] = {
    COMMS_ERROR_INVALID_URI, COMMS_ERROR_TLS,         COMMS_ERROR_UNAUTHORIZED,
    COMMS_ERROR_FORBIDDEN,   COMMS_ERROR_UNSUPPORTED, COMMS_ERROR_READ_ONLY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, COMMS_ERROR, (int) codes[i])) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dispatch_pace_end:
 * @self: a pace
 * @error: (nullable): why the request failed
 * @is_repeatable: whether it may be made again whatever became of it
 * @n_attempts: (inout): how often it was made before
 *
 * To be called for each request that dispatch_pace_begin() let out.
 *
 * Returns: what to do about it
 */
DispatchVerdict
dispatch_pace_end (DispatchPace *self,
                   const GError *error,
                   gboolean is_repeatable,
                   guint *n_attempts)
{
  g_assert (self->n_active > 0);

  self->n_active--;
  if (error == NULL) {
    note_answer (self);
    return DISPATCH_VERDICT_DONE;
  }
  if (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_RATE_LIMITED)) {
    return note_limit (self, error);
  }
  if (is_for_all (error)) {
    return DISPATCH_VERDICT_BROKEN;
  }
  gboolean is_unknown = comms_error_is_outcome_unknown (error);
  if (!is_unknown && !comms_retry_is_harmless (error)) {
    return DISPATCH_VERDICT_GIVE_UP;
  }
  if (self->n_bursts >= MAX_BURSTS) {
    return DISPATCH_VERDICT_BROKEN;
  }
  note_burst (self);
  if (is_unknown && !is_repeatable) {
    return DISPATCH_VERDICT_GIVE_UP;
  }
  return ++*n_attempts < MAX_ATTEMPTS ? DISPATCH_VERDICT_AGAIN : DISPATCH_VERDICT_GIVE_UP;
}
