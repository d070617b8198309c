#include "carillon-shortcuts.h"

#include <glib/gi18n.h>

#include "carillon-sheet.h"

typedef struct {
  const char *title;  /* (nullable): a group that ends here */
  const char *action; /* (nullable): with its target; NULL where a widget sees to it by itself */
  const char *accelerator;
} Shortcut;

typedef struct {
  const char *title;
  Shortcut shortcuts[12];
} ShortcutGroup;

static const ShortcutGroup groups[] = {
  { N_ ("Pages"),
    {
      { N_ ("Compose"), "win.show-page::compose", "<Alt>1" },
      { N_ ("Operations"), "win.show-page::operations", "<Alt>2" },
      { N_ ("Notifications"), "win.show-page::notifications", "<Alt>3" },
      { N_ ("Users"), "win.show-page::users", "<Alt>4" },
      { N_ ("Registrations"), "win.show-page::registrations", "<Alt>5" },
      { N_ ("Apps and Credentials"), "win.show-page::apps", "<Alt>6" },
      { N_ ("Trash"), "win.show-page::trash", "<Alt>7" },
      { N_ ("New Notification"), "win.compose", "<Control>n" },
      { N_ ("Register Device"), "win.register-device::", "<Control><Shift>n" },
      { N_ ("Register Devices from File"), "win.register-devices::", "<Control><Shift>o" },
    } },
  { N_ ("Message and Recipients"),
    {
      { N_ ("Review and Send"), NULL, "<Control>Return" },
      { N_ ("Drafts"), NULL, "<Control>o" },
      { N_ ("Save Draft as File"), NULL, "<Control><Shift>s" },
      { N_ ("Remove Selected Rows"), NULL, "<Control>Delete" },
      { N_ ("Insert Variable"), NULL, "<Control>i" },
      { N_ ("Complete Liquid"), NULL, "<Control>space" },
      { N_ ("Next Mistake"), NULL, "F8" },
      { N_ ("Previous Mistake"), NULL, "<Shift>F8" },
      { N_ ("What Is Wrong at the Cursor"), NULL, "<Control>F1" },
    } },
  { N_ ("Lists"),
    {
      { N_ ("Search"), NULL, "<Control>f" },
      { N_ ("Select All"), NULL, "<Control>a" },
      { N_ ("Refresh"), NULL, "F5" },
      { N_ ("Copy ID"), NULL, "<Control>c" },
      { N_ ("Delete"), NULL, "Delete" },
      { N_ ("Close Details"), NULL, "Escape" },
      { N_ ("Back to the Operations"), NULL, "<Alt>Left" },
    } },
  { N_ ("Accounts"),
    {
      { N_ ("Switch Account"), "win.show-accounts", "<Control><Shift>a" },
    } },
  { N_ ("General"),
    {
      { N_ ("Show or Hide the Sidebar"), "win.toggle-sidebar", "F9" },
      { N_ ("Main Menu"), NULL, "F10" },
      { N_ ("Preferences"), "app.preferences", "<Control>comma" },
      { N_ ("Keyboard Shortcuts"), "app.shortcuts", "<Control>question" },
      { N_ ("Close Window"), "window.close", "<Control>w" },
      { N_ ("Quit"), "app.quit", "<Control>q" },
    } },
};

/**
 * carillon_shortcuts_install:
 * @application: whose windows have the actions
 */
void
carillon_shortcuts_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    for (const Shortcut *shortcut = groups[i].shortcuts; shortcut->title != NULL; shortcut++) {
      const char *const accelerators[] = { shortcut->accelerator, NULL };
      if (shortcut->action != NULL) {
        gtk_application_set_accels_for_action (application, shortcut->action, accelerators);
      }
    }
  }
}

static GtkWidget *
shortcut_row_new (const Shortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  guint key;
  GdkModifierType modifiers;

  gtk_accelerator_parse (shortcut->accelerator, &key, &modifiers);
  g_autofree char *text = gtk_accelerator_get_label (key, modifiers);
  GtkWidget *keys = gtk_label_new (text);
  gtk_widget_add_css_class (keys, "keycap");
  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  return row;
}

static AdwPreferencesGroup *
shortcut_group_new (const ShortcutGroup *group)
{
  GtkWidget *widget = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), _ (group->title));
  for (const Shortcut *shortcut = group->shortcuts; shortcut->title != NULL; shortcut++) {
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), shortcut_row_new (shortcut));
  }
  return ADW_PREFERENCES_GROUP (widget);
}

/**
 * carillon_shortcuts_present:
 * @parent: any widget of the window
 */
void
carillon_shortcuts_present (GtkWidget *parent)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();

  g_return_if_fail (GTK_IS_WIDGET (parent));

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), shortcut_group_new (&groups[i]));
  }
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  g_autoptr (CarillonSheet) sheet = carillon_sheet_new (_ ("Keyboard Shortcuts"), box, 480, 620);
  carillon_sheet_present (sheet, parent);
}
