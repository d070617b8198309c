#pragma once

#include <dispatch-draft.h>
#include <test-input.h>
#include <test-ui.h>

#include "composer-fixture.h"

/* The grid of recipients in a window: by itself, which is made in no time, or in its page. */
typedef struct {
  GtkWidget *window;
  GtkWidget *grid;           /* (nullable): by itself */
  DispatchDraft *draft;      /* (nullable): of that grid */
  ComposerFixture *composer; /* (nullable): of the page */
} GridFixture;

#define GRID_USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define GRID_OTHER_USER "comms_user_01h9krwprkeee8fzqspvwy6nq9"

#define ID_A "comms_user_01h9krwprkeee8fzqspvwy6nqa"
#define ID_B "comms_user_01h9krwprkeee8fzqspvwy6nqb"
#define ID_C "comms_user_01h9krwprkeee8fzqspvwy6nqc"
#define ID_D "comms_user_01h9krwprkeee8fzqspvwy6nqd"
#define ID_E "comms_user_01h9krwprkeee8fzqspvwy6nqe"

#define CONTROL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK

void grid_set_up (GridFixture *self, gconstpointer data);
void grid_tear_down (GridFixture *self, gconstpointer data);
void grid_fill (GridFixture *self); /* three recipients: Ann, Bob and Cy, due 7, 8 and 9 */

void grid_press (GridFixture *self, guint key, GdkModifierType state);
void grid_type (GridFixture *self, const char *text);
void grid_act (GridFixture *self, const char *action);
void grid_put_on_clipboard (GridFixture *self, const char *text);
void grid_append_text (GridFixture *self, const char *text); /* rows, behind all others */

void grid_wait_focus (GridFixture *self, const char *name);
void grid_wait_text (GridFixture *self, const char *name, const char *text);
void grid_wait_clipboard (GridFixture *self, const char *text);
void grid_assert_text (GridFixture *self, const char *name, const char *text);
gboolean grid_has_cursor (GridFixture *self, const char *name);
gboolean grid_is_selected (GridFixture *self, const char *name);
void grid_take_pictures (GridFixture *self, const char *name); /* light and dark */

#define grid_test(path, func) \
  g_test_add ("/grid/" path, GridFixture, NULL, grid_set_up, func, grid_tear_down)
