/* The function with which a main context waits is replaced by one that reads the clocks before and
 * after; a frame clock tells the phases of a frame by signals. GTK connects its own handlers when a
 * surface is made, so that those here run when a phase is done. */

#include "loop-meter.h"

#include <malloc.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  double wall, cpu;
} Moment;

struct _LoopMeter {
  GPollFunc poll;
  GdkFrameClock *clock; /* (owned) (nullable) */
  Moment began;
  Moment turn;               /* when this one began */
  Moment frame, phase;       /* when the frame and its phase under way began */
  Moment layouts, paintings; /* of this turn */
  gboolean in_frame;
  Moment told;      /* when the signal under way began */
  guint n_signals;  /* of them are under way, one in the other */
  Moment toolkit;   /* of this turn */
  GPtrArray *hooks; /* (owned) */
  GArray *frames;   /* of double */
  LoopReading reading;
};

static LoopMeter *meter; /* a poll function is given no data */

static double
read_clock (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static Moment
read_moment (void)
{
  return (Moment){ read_clock (CLOCK_MONOTONIC), read_clock (CLOCK_THREAD_CPUTIME_ID) };
}

static Moment
since (Moment before)
{
  Moment now = read_moment ();

  return (Moment){ now.wall - before.wall, now.cpu - before.cpu };
}

static void
end_turn (LoopMeter *self)
{
  LoopReading *reading = &self->reading;
  Moment all = since (self->turn);
  double wall = self->layouts.wall + self->paintings.wall + self->toolkit.wall;
  double cpu = self->layouts.cpu + self->paintings.cpu + self->toolkit.cpu;

  reading->hold = MAX (reading->hold, all.wall);
  reading->hold_cpu = MAX (reading->hold_cpu, all.cpu);
  reading->own = MAX (reading->own, all.wall - wall);
  reading->own_cpu = MAX (reading->own_cpu, all.cpu - cpu);
  reading->toolkit_cpu = MAX (reading->toolkit_cpu, self->toolkit.cpu);
  reading->layout = MAX (reading->layout, self->layouts.wall);
  reading->layout_cpu = MAX (reading->layout_cpu, self->layouts.cpu);
  reading->paint = MAX (reading->paint, self->paintings.wall);
  reading->n_late += all.cpu - cpu > LOOP_LIMIT_MS ? 1 : 0;
}

static void
begin_turn (LoopMeter *self)
{
  self->layouts = self->paintings = self->toolkit = (Moment){ 0 };
  self->turn = read_moment ();
}

static int
on_poll (GPollFD *fds, guint n_fds, int timeout)
{
  LoopMeter *self = meter;

  end_turn (self);
  int n_ready = self->poll (fds, n_fds, timeout);
  begin_turn (self);
  return n_ready;
}

static void
add (Moment *sum, Moment part)
{
  sum->wall += part.wall;
  sum->cpu += part.cpu;
}

static void
on_before_paint (LoopMeter *self)
{
  self->frame = self->phase = read_moment ();
  self->in_frame = TRUE;
}

static void
on_update (LoopMeter *self)
{
  self->phase = read_moment ();
}

static void
on_layout (LoopMeter *self)
{
  add (&self->layouts, since (self->phase));
  self->phase = read_moment ();
}

static void
on_after_paint (LoopMeter *self)
{
  add (&self->paintings, since (self->phase));
  self->in_frame = FALSE;
  double frame = since (self->frame).wall;
  g_array_append_val (self->frames, frame);
}

static void
leave_clock (LoopMeter *self)
{
  if (self->clock != NULL) {
    g_signal_handlers_disconnect_by_data (self->clock, self);
  }
  g_clear_object (&self->clock);
}

/* An emission hook, which is called before the handlers of an emission of its signal, and a handler
 * that is called after all others. */
typedef struct {
  LoopMeter *meter;  /* (unowned) */
  gpointer instance; /* (unowned): only to be compared */
  guint signal_id;
  gulong id;
} Hook;

static gboolean
on_emission (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  Hook *hook = data;
  LoopMeter *self = hook->meter;

  if (g_value_peek_pointer (&values[0]) == hook->instance && self->n_signals++ == 0) {
    self->told = read_moment ();
  }
  return TRUE;
}

static void
on_emitted (LoopMeter *self)
{
  if (self->n_signals > 0 && --self->n_signals == 0 && !self->in_frame) {
    add (&self->toolkit, since (self->told));
  }
}

static void
hook_free (gpointer data)
{
  Hook *hook = data;

  g_signal_remove_emission_hook (hook->signal_id, hook->id);
  g_free (hook);
}

void
loop_meter_watch_signal (LoopMeter *self, gpointer instance, const char *name)
{
  Hook *hook = g_new0 (Hook, 1);

  hook->meter = self;
  hook->instance = instance;
  hook->signal_id = g_signal_lookup (name, G_OBJECT_TYPE (instance));
  hook->id = g_signal_add_emission_hook (hook->signal_id, 0, on_emission, hook, NULL);
  g_signal_connect_data (instance, name, G_CALLBACK (on_emitted), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_ptr_array_add (self->hooks, hook);
}

LoopMeter *
loop_meter_new (void)
{
  GMainContext *context = g_main_context_default ();

  g_assert_null (meter);
  meter = g_new0 (LoopMeter, 1);
  meter->frames = g_array_new (FALSE, FALSE, sizeof (double));
  meter->hooks = g_ptr_array_new_with_free_func (hook_free);
  meter->poll = g_main_context_get_poll_func (context);
  g_main_context_set_poll_func (context, on_poll);
  loop_meter_begin (meter);
  return meter;
}

void
loop_meter_free (LoopMeter *self)
{
  g_main_context_set_poll_func (g_main_context_default (), self->poll);
  leave_clock (self);
  g_array_unref (self->frames);
  g_ptr_array_unref (self->hooks);
  g_free (self);
  meter = NULL;
}

void
loop_meter_watch (LoopMeter *self, GtkWidget *window)
{
  leave_clock (self);
  g_ptr_array_set_size (self->hooks, 0);
  self->n_signals = 0;
  self->in_frame = FALSE;
  self->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  g_signal_connect_swapped (self->clock, "before-paint", G_CALLBACK (on_before_paint), self);
  g_signal_connect_swapped (self->clock, "update", G_CALLBACK (on_update), self);
  g_signal_connect_swapped (self->clock, "layout", G_CALLBACK (on_layout), self);
  g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (on_after_paint), self);
}

void
loop_meter_begin (LoopMeter *self)
{
  self->reading = (LoopReading){ 0 };
  g_array_set_size (self->frames, 0);
  self->began = read_moment ();
  begin_turn (self);
}

static int
compare_doubles (gconstpointer one, gconstpointer other)
{
  double a = *(const double *) one, b = *(const double *) other;

  return (a > b) - (a < b);
}

static double
quantile (GArray *sorted, double part)
{
  guint at = (guint) (part * (sorted->len - 1) + 0.5);

  return sorted->len > 0 ? g_array_index (sorted, double, at) : 0;
}

static double
read_resident (void)
{
  g_autofree char *text = NULL;
  gsize n_pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %zu", &n_pages), ==, 1);
  return (double) n_pages * (double) sysconf (_SC_PAGESIZE) / 1e6;
}

void
loop_meter_end (LoopMeter *self, LoopReading *reading)
{
  end_turn (self);
  struct mallinfo2 heap = mallinfo2 ();
  g_array_sort (self->frames, compare_doubles);
  *reading = self->reading;
  reading->elapsed = since (self->began).wall;
  reading->frame_median = quantile (self->frames, 0.5);
  reading->frame_95th = quantile (self->frames, 0.95);
  reading->frame_longest = quantile (self->frames, 1);
  reading->n_frames = self->frames->len;
  reading->memory = read_resident ();
  reading->heap = (double) (heap.uordblks + heap.hblkhd) / 1e6;
  begin_turn (self);
}
