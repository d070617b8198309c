#pragma once

#include "emulator-liquid.h"
#include "emulator-send.h"
#include "emulator-sender.h"

G_BEGIN_DECLS

/* A send on its way in. */
typedef struct {
  EmulatorWorld *world;   /* (unowned) */
  JsonObject *body;       /* (unowned) */
  EmulatorIssues *issues; /* (unowned) */
  EmulatorSender sender;
  EmulatorContent *content; /* (owned) */
  GHashTable *tag_ids;      /* (owned): key of a row of `tags` by "key\nvalue" */
  gint64 operation;         /* its key */
  gint64 scheduled_for;     /* 0 for at once */
  gint64 start;             /* when the first is due at the earliest */
  guint n_recipients;
  guint n_notifications;
} EmulatorSend;

gboolean emulator_send_add_recipient (EmulatorSend *self, guint index, GError **error);
gboolean
emulator_send_add_tags (EmulatorSend *self, gint64 notification, JsonObject *tags, GError **error);

void emulator_schedule_check (JsonObject *schedule,
                              gint64 now,
                              const EmulatorPath *path,
                              EmulatorIssues *issues);
gint64 emulator_schedule_get_time (JsonObject *schedule, gint64 now);

G_END_DECLS
