#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How long the main loop is held: from the moment that it has something to do until it waits again,
 * by the clock and by the time that its thread was on a processor. What a frame takes is told
 * apart: its layout, which makes and fills the rows that came into sight, and its painting, which
 * is done by software where there is no graphics card. All times are in milliseconds. */
typedef struct {
  double elapsed;
  double hold, hold_cpu; /* the longest turn */
  double toolkit_cpu;    /* the most that the handlers of watched signals took of a turn */
  double own, own_cpu;   /* the longest turn without those, layout and painting */
  double layout, layout_cpu;
  double paint;
  double frame_median, frame_95th, frame_longest;
  guint n_frames;
  guint n_late;        /* turns of which more than LOOP_LIMIT_MS of its processor were their own */
  double memory, heap; /* megabytes in the end: resident, and in use by malloc */
} LoopReading;

/* The longest that the main loop may be held: half of a frame at 60 Hz. */
#define LOOP_LIMIT_MS 8.0

typedef struct _LoopMeter LoopMeter;

LoopMeter *loop_meter_new (void); /* of the default main context; only one */
void loop_meter_free (LoopMeter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoopMeter, loop_meter_free)

void loop_meter_watch (LoopMeter *self, GtkWidget *window); /* the frames of a realized window */
/* What a view does when it is told of a change, such as making widgets, is told apart too. */
void loop_meter_watch_signal (LoopMeter *self, gpointer instance, const char *name);
void loop_meter_begin (LoopMeter *self);
void loop_meter_end (LoopMeter *self, LoopReading *reading);

G_END_DECLS
