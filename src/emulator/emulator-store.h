#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EmulatorStore EmulatorStore;
typedef struct _EmulatorStatement EmulatorStatement;

#define EMULATOR_STORE_ERROR (emulator_store_error_quark ())
GQuark emulator_store_error_quark (void);

typedef enum {
  EMULATOR_STORE_ERROR_UNUSABLE, /* choose another file: no access, damaged, in use, or not ours */
  EMULATOR_STORE_ERROR_NO_SPACE, /* nothing was changed: the disk is full */
  EMULATOR_STORE_ERROR_FAILED,   /* a statement failed: input or output error */
} EmulatorStoreError;

EmulatorStore *emulator_store_open (const char *path, GError **error);
void emulator_store_close (EmulatorStore *self);
gboolean emulator_store_is_new (EmulatorStore *self);
gboolean emulator_store_begin (EmulatorStore *self, GError **error);
gboolean emulator_store_commit (EmulatorStore *self, GError **error);
void emulator_store_rollback (EmulatorStore *self);
gboolean emulator_store_execute (EmulatorStore *self, const char *sql, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorStore, emulator_store_close)

typedef enum {
  EMULATOR_STEP_ERROR,
  EMULATOR_STEP_ROW,
  EMULATOR_STEP_DONE,
} EmulatorStep;

EmulatorStatement *emulator_store_prepare (EmulatorStore *self, const char *sql);
void emulator_statement_release (EmulatorStatement *self);
int emulator_statement_get_n_parameters (EmulatorStatement *self);
void emulator_statement_bind_int (EmulatorStatement *self, int index, gint64 value);
void emulator_statement_bind_text (EmulatorStatement *self, int index, const char *value);
void emulator_statement_bind_null (EmulatorStatement *self, int index);
EmulatorStep emulator_statement_step (EmulatorStatement *self, GError **error);
gboolean emulator_statement_run (EmulatorStatement *self, GError **error);
void emulator_statement_rewind (EmulatorStatement *self);
gint64 emulator_statement_get_int (EmulatorStatement *self, int column);
const char *emulator_statement_get_text (EmulatorStatement *self, int column);
gboolean emulator_statement_is_null (EmulatorStatement *self, int column);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorStatement, emulator_statement_release)

G_END_DECLS
