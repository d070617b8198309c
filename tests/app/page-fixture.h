#pragma once

#include <adwaita.h>

#include "carillon-list-page.h"
#include "carillon-session.h"
#include "test-emulator.h"
#include "test-ui.h"

G_BEGIN_DECLS

/* One page of the console in a window of its own, connected to an emulator over HTTP. */
typedef struct {
  char *folder; /* (owned): removed with the fixture */
  TestEmulator *emulator;
  ArchiveStore *store;
  CarillonAccount *account;
  CarillonSession *session;
  GtkWidget *window;
  GtkWidget *page;

  /* What the actions of the window were last activated with: "show-operation comms_operation_…". */
  char *activated;
} PageFixture;

/* @data: (nullable): a name for the emulator's data file in the fixture's folder, so that it can be
 * started again; @demo: filled with demo data. It takes faults until it is started again. */
void page_fixture_set_up (PageFixture *fixture, const char *data, gboolean demo);
void page_fixture_tear_down (PageFixture *fixture);
/* Closes the window and ends the session; begins another one of the same account, as a console that
 * is started again does. */
void page_fixture_reconnect (PageFixture *fixture);

/* The same with another store over the same files: what was under way when the console ended is as
 * far as it was written. */
void page_fixture_restart (PageFixture *fixture);

/* Registers a device, of a new user where @user_id is NULL. Returns the user's ID. */
char *page_fixture_register (PageFixture *fixture,
                             const char *app_name,
                             const char *provider,
                             const char *token,
                             const char *user_id);

/* Stops the emulator, or starts it again at the same address with the same credentials and data. */
void page_fixture_stop_emulator (PageFixture *fixture);
void page_fixture_restart_emulator (PageFixture *fixture);

void page_fixture_show (PageFixture *fixture, GtkWidget *page, int width, int height);
void page_fixture_resize (PageFixture *fixture, int width, int height);
/* Pictures in light and dark of the window as it is. */
void page_fixture_picture (PageFixture *fixture, const char *name);

CarillonListPage *page_fixture_list (PageFixture *fixture);
guint page_fixture_n_rows (PageFixture *fixture);
void page_fixture_wait_state (PageFixture *fixture, CommsListState state);
void page_fixture_wait_idle (PageFixture *fixture); /* nothing loading, and two frames drawn */
CommsResource *page_fixture_row (PageFixture *fixture, guint position); /* (transfer none) */
/* One of the list's filters, as if it had been chosen; NULL lifts it. */
void page_fixture_choose (PageFixture *fixture, const char *filter, const char *value);
void page_fixture_open_row (PageFixture *fixture, guint position); /* as Enter does */
void page_fixture_scroll_to_end (PageFixture *fixture);
char *page_fixture_clipboard (PageFixture *fixture);
/* Waits until it can be clicked, by what it says. */
void page_fixture_click (PageFixture *fixture, const char *button);
/* Answers the question that is shown, after it was seen to say @text. */
void page_fixture_answer (PageFixture *fixture, const char *text, const char *button);

G_END_DECLS
