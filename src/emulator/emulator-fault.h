#pragma once

#include "emulator-answer.h"

G_BEGIN_DECLS

/* A failure that somebody asked for: which requests it meets, and what becomes of them. */
typedef struct _EmulatorFault EmulatorFault;

/* What happens on the wire. */
typedef enum {
  EMULATOR_PLAY_ANSWER,  /* the answer goes out as any other */
  EMULATOR_PLAY_CLOSE,   /* the connection ends without a byte of it */
  EMULATOR_PLAY_LATE,    /* its first byte comes after a while */
  EMULATOR_PLAY_CUT,     /* the connection ends in the middle of its body */
  EMULATOR_PLAY_ENDLESS, /* its body is another one and never ends */
} EmulatorPlay;

EmulatorFault *emulator_fault_new (JsonObject *description, gint64 id, EmulatorIssues *issues);
void emulator_fault_free (EmulatorFault *self);
gint64 emulator_fault_get_id (EmulatorFault *self);
gboolean emulator_fault_is_used_up (EmulatorFault *self);
gboolean emulator_fault_meets (EmulatorFault *self, const char *method, const char *route);
gboolean emulator_fault_acts (EmulatorFault *self);
EmulatorPlay emulator_fault_get_play (EmulatorFault *self);
guint emulator_fault_get_delay (EmulatorFault *self);
void emulator_fault_write (EmulatorFault *self, JsonBuilder *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorFault, emulator_fault_free)

/* What is answered instead of the true answer, which is in @answer where the fault acts. */
typedef void (*EmulatorFaultChange) (JsonObject *description,
                                     EmulatorLegacy shapes,
                                     EmulatorAnswer *answer);

void emulator_fault_change (EmulatorFault *self, EmulatorLegacy shapes, EmulatorAnswer *answer);
void
emulator_fault_answer_status (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer);
void emulator_fault_answer_html (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer);
void emulator_fault_answer_wrong_types (JsonObject *fault,
                                        EmulatorLegacy shapes,
                                        EmulatorAnswer *answer);
void
emulator_fault_answer_redirect (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer);

G_END_DECLS
