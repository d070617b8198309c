#pragma once

#include "emulator-fault.h"

G_BEGIN_DECLS

/* The faults that were asked for, in that order, and those of them that are used up. */
typedef struct _EmulatorFaults EmulatorFaults;

EmulatorFaults *emulator_faults_new (void);
void emulator_faults_free (EmulatorFaults *self);
EmulatorFault *
emulator_faults_add (EmulatorFaults *self, JsonObject *description, EmulatorIssues *issues);
gboolean emulator_faults_remove (EmulatorFaults *self, const char *id);
void emulator_faults_clear (EmulatorFaults *self);
EmulatorFault *emulator_faults_take (EmulatorFaults *self, const char *method, const char *route);
void emulator_faults_write (EmulatorFaults *self, JsonBuilder *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorFaults, emulator_faults_free)

G_END_DECLS
