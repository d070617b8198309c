#include "test-keys.h"

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>
#include <gmodule.h>

#include "test-ui.h"

/* Of X11/extensions/XTest.h, which is in a package that nothing else here needs. */
typedef int (*FakeKeyEvent) (Display *display, unsigned keycode, Bool press, unsigned long delay);

static FakeKeyEvent fake_key_event;
static Display *display;

static gboolean
is_active (GtkWidget *window, gpointer data)
{
  return gtk_window_is_active (GTK_WINDOW (window));
}

gboolean
test_keys_open (GtkWidget *window)
{
  GModule *module = g_module_open ("libXtst.so.6", G_MODULE_BIND_LAZY);
  gpointer symbol = NULL;

  if (module == NULL || !g_module_symbol (module, "XTestFakeKeyEvent", &symbol)) {
    g_test_skip ("libXtst is not there");
    return FALSE;
  }
  fake_key_event = (FakeKeyEvent) symbol;
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (window));
  /* There is no other way to X than these, which GTK 4.18 calls deprecated. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  display = gdk_x11_display_get_xdisplay (gtk_widget_get_display (window));
  Window xid = gdk_x11_surface_get_xid (surface);
  G_GNUC_END_IGNORE_DEPRECATIONS
  /* There is no window manager that would do so. */
  XSetInputFocus (display, xid, RevertToParent, CurrentTime);
  XFlush (display);
  test_ui_wait (window, is_active, NULL);
  return TRUE;
}

static void
send (guint keyval, gboolean press)
{
  KeyCode code = XKeysymToKeycode (display, keyval);

  g_assert_cmpuint (code, !=, 0);
  fake_key_event (display, code, press, CurrentTime);
}

void
test_keys_press (guint keyval, GdkModifierType state)
{
  KeyCode code = XKeysymToKeycode (display, keyval);
  gboolean shift =
    (state & GDK_SHIFT_MASK) != 0 || (XkbKeycodeToKeysym (display, code, 0, 0) != keyval &&
                                      XkbKeycodeToKeysym (display, code, 0, 1) == keyval);
  const struct {
    guint keyval;
    gboolean held;
  } modifiers[] = {
    { GDK_KEY_Shift_L, shift },
    { GDK_KEY_Control_L, (state & GDK_CONTROL_MASK) != 0 },
    { GDK_KEY_Alt_L, (state & GDK_ALT_MASK) != 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (modifiers); i++) {
    if (modifiers[i].held) {
      send (modifiers[i].keyval, TRUE);
    }
  }
  send (keyval, TRUE);
  send (keyval, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (modifiers); i++) {
    if (modifiers[i].held) {
      send (modifiers[i].keyval, FALSE);
    }
  }
  XFlush (display);
}

void
test_keys_type (const char *text)
{
  for (; *text != '\0'; text++) {
    test_keys_press (*text == '\n' ? GDK_KEY_Return : gdk_unicode_to_keyval ((guchar) *text), 0);
  }
}
