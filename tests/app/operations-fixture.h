#pragma once

#include <adwaita.h>

#include "carillon-operation-panel.h"
#include "carillon-operations-page.h"
#include "test-emulator.h"
#include "test-ui.h"

G_BEGIN_DECLS

/* The Operations page in a window, connected to an emulator that takes a given time for a send. */
typedef struct {
  char *folder; /* (owned): removed with the fixture */
  char *data;   /* (owned): of the emulator */
  char *port;   /* (owned) (nullable): of the emulator, once it was stopped */
  char *auth;   /* (owned) (nullable) */
  TestEmulator *emulator;
  ArchiveStore *store;
  CarillonSession *session;
  GtkWidget *window;
  GtkWidget *stack; /* in the window: the page, and another one to go to */
  CarillonOperationsPage *page;
} OperationsFixture;

/* So slow that nothing ends during a test. */
#define OPERATIONS_SLOW "600"

void operations_fixture_set_up (OperationsFixture *fixture, const char *pace, gboolean demo);
void operations_fixture_tear_down (OperationsFixture *fixture);
void operations_fixture_stop_emulator (OperationsFixture *fixture);
void operations_fixture_restart_emulator (OperationsFixture *fixture);
void operations_fixture_show (OperationsFixture *fixture, int width, int height);
void operations_fixture_leave (OperationsFixture *fixture);
void operations_fixture_return (OperationsFixture *fixture);

/* Sends to devices that work, that their provider does not know, and to users without devices. */
char *operations_fixture_send (OperationsFixture *fixture,
                               guint n_working,
                               guint n_failing,
                               guint n_unaddressable); /* operation ID */

GtkWidget *operations_fixture_find (GtkWidget *root, GType type);         /* (nullable) */
DispatchWatch *operations_fixture_get_watch (OperationsFixture *fixture); /* of the panel */
void operations_fixture_wait_text (OperationsFixture *fixture, const char *name, const char *text);

/* Pictures in light and dark at all widths. */
void operations_fixture_picture (OperationsFixture *fixture, const char *name);

G_END_DECLS
