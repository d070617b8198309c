#include "test-input.h"

#include <gdk/x11/gdkx.h>
#include <string.h>
#include <sys/uio.h>
#include <xcb/xcb.h>
#include <xcb/xcbext.h>

/* A request of the extension XTEST, of which no library is needed for one call. */
typedef struct {
  guint8 major, minor;
  guint16 length;
  guint8 type, detail;
  guint16 unused;
  guint32 time, root, unused_too[2];
  gint16 x, y;
  guint32 unused_as_well[2];
} FakeInput;

#define FAKE_INPUT 2

static xcb_connection_t *
get_connection (void)
{
  static xcb_connection_t *connection;

  if (connection == NULL) {
    connection = xcb_connect (NULL, NULL);
    g_assert_cmpint (xcb_connection_has_error (connection), ==, 0);
  }
  return connection;
}

static void
fake (guint8 type, guint8 detail, int x, int y)
{
  static xcb_extension_t xtest = { .name = "XTEST" };
  xcb_protocol_request_t request = { .count = 2, .ext = &xtest, .opcode = FAKE_INPUT, .isvoid = 1 };
  FakeInput input = { .type = type, .detail = detail, .x = (gint16) x, .y = (gint16) y };
  struct iovec parts[4] = { { 0 }, { 0 }, { &input, sizeof input }, { NULL, 0 } };

  G_STATIC_ASSERT (sizeof (FakeInput) == 36);
  xcb_send_request (get_connection (), 0, parts + 2, &request);
}

/* The server has handled what it was asked for, and GTK what came of that. */
static void
settle (GtkWidget *window)
{
  xcb_connection_t *connection = get_connection ();

  g_free (xcb_get_input_focus_reply (connection, xcb_get_input_focus (connection), NULL));
  gdk_display_sync (gtk_widget_get_display (window));
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

static xcb_window_t
get_window (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  /* There is no other way to X than this, which GTK 4.18 calls deprecated. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return (xcb_window_t) gdk_x11_surface_get_xid (surface);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
take_focus (GtkWidget *window)
{
  xcb_set_input_focus (get_connection (), XCB_INPUT_FOCUS_POINTER_ROOT, get_window (window),
                       XCB_CURRENT_TIME);
  settle (window);
}

static guint8
find_keycode (GtkWidget *window, guint keyval, gboolean *shift)
{
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_display_map_keyval (gtk_widget_get_display (window), keyval, &keys, &n_keys);
  for (int i = 0; i < n_keys; i++) {
    if (keys[i].group == 0 && keys[i].level <= 1) {
      *shift = keys[i].level == 1;
      return (guint8) keys[i].keycode;
    }
  }
  g_error ("no key gives %s", gdk_keyval_name (keyval));
}

static const struct {
  GdkModifierType state;
  guint keyval;
} modifiers[] = {
  { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
  { GDK_CONTROL_MASK, GDK_KEY_Control_L },
  { GDK_ALT_MASK, GDK_KEY_Alt_L },
};

static void
hold (GtkWidget *window, GdkModifierType state, guint8 type)
{
  gboolean shift;

  for (gsize i = 0; i < G_N_ELEMENTS (modifiers); i++) {
    if ((state & modifiers[i].state) != 0) {
      fake (type, find_keycode (window, modifiers[i].keyval, &shift), 0, 0);
    }
  }
}

void
test_input_press (GtkWidget *window, guint keyval, GdkModifierType state)
{
  gboolean shift = FALSE;
  guint8 keycode = find_keycode (window, keyval, &shift);
  GdkModifierType held = shift ? state | GDK_SHIFT_MASK : state;

  take_focus (window);
  hold (window, held, XCB_KEY_PRESS);
  fake (XCB_KEY_PRESS, keycode, 0, 0);
  fake (XCB_KEY_RELEASE, keycode, 0, 0);
  hold (window, held, XCB_KEY_RELEASE);
  settle (window);
}

void
test_input_type (GtkWidget *window, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    test_input_press (window, gdk_unicode_to_keyval (g_utf8_get_char (p)), 0);
  }
}

/* Where the middle of a widget is on the screen. */
static void
find_middle (GtkWidget *widget, int *x, int *y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  xcb_connection_t *connection = get_connection ();
  xcb_window_t root = xcb_setup_roots_iterator (xcb_get_setup (connection)).data->root;
  g_autofree xcb_translate_coordinates_reply_t *origin = xcb_translate_coordinates_reply (
    connection, xcb_translate_coordinates (connection, get_window (widget), root, 0, 0), NULL);
  graphene_rect_t bounds;
  double left, top;

  g_assert_nonnull (origin);
  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds));
  gtk_native_get_surface_transform (native, &left, &top);
  *x = origin->dst_x + (int) (left + bounds.origin.x + bounds.size.width / 2);
  *y = origin->dst_y + (int) (top + bounds.origin.y + bounds.size.height / 2);
}

void
test_input_point (GtkWidget *widget)
{
  int x, y;

  find_middle (widget, &x, &y);
  fake (XCB_MOTION_NOTIFY, 0, x, y);
  settle (widget);
}

static void
click (GtkWidget *widget, guint button, GdkModifierType state, guint n_presses)
{
  test_input_point (widget);
  hold (widget, state, XCB_KEY_PRESS);
  for (guint i = 0; i < n_presses; i++) {
    fake (XCB_BUTTON_PRESS, (guint8) button, 0, 0);
    fake (XCB_BUTTON_RELEASE, (guint8) button, 0, 0);
  }
  hold (widget, state, XCB_KEY_RELEASE);
  settle (widget);
}

void
test_input_click (GtkWidget *widget, guint button, GdkModifierType state)
{
  click (widget, button, state, 1);
}

void
test_input_double_click (GtkWidget *widget)
{
  click (widget, GDK_BUTTON_PRIMARY, 0, 2);
}

void
test_input_drag (GtkWidget *from, GtkWidget *to)
{
  test_input_point (from);
  fake (XCB_BUTTON_PRESS, GDK_BUTTON_PRIMARY, 0, 0);
  settle (from);
  test_input_point (to);
  fake (XCB_BUTTON_RELEASE, GDK_BUTTON_PRIMARY, 0, 0);
  settle (to);
}
