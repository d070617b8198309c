#include "carillon-part-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-choose-file.h"
#include "carillon-config.h"
#include "carillon-secret-text.h"
#include "carillon-toast.h"

struct _CarillonPartRow {
  AdwPreferencesRow parent_instance;

  CarillonCredentialDraft *draft; /* (owned) */
  CarillonPart part;

  GtkWidget *name_label;
  GtkWidget *paste_button;
  GtkWidget *choose_button;
  GtkWidget *slot;
  GtkWidget *findings; /* (unowned) (nullable): in the slot, made anew for each change */
};

G_DEFINE_FINAL_TYPE (CarillonPartRow, carillon_part_row, ADW_TYPE_PREFERENCES_ROW)

/* What the commands in problems begin with: they are there to be copied into a terminal. */
#define COMMAND "openssl "

static const struct {
  const char *title;
  const char *hint;
  const char *dialog;
  const char *paste;
} texts[CARILLON_N_PARTS] = {
  [CARILLON_PART_CERTIFICATE] = { N_ ("Certificate"), N_ ("Of Apple’s push service: .pem or .cer"),
                                  N_ ("Choose the Certificate"), N_ ("Paste the Certificate") },
  [CARILLON_PART_KEY] = { N_ ("Private Key"), N_ ("Of the certificate: .pem or .key"),
                          N_ ("Choose the Private Key"), N_ ("Paste the Private Key") },
  [CARILLON_PART_ACCOUNT] = { N_ ("Service Account"), N_ ("The JSON file with its private key"),
                              N_ ("Choose the Service Account"), N_ ("Paste the Service Account") },
};

/* A problem, a warning, or where something went. */
static const struct {
  const char *icon_name;
  const char *css_class; /* (nullable) */
  const char *label;
} looks[] = {
  [CARILLON_FINDING_ERROR] = { "dialog-error-symbolic", "error", N_ ("Error") },
  [CARILLON_FINDING_WARNING] = { "dialog-warning-symbolic", "warning", N_ ("Warning") },
  [CARILLON_N_SEVERITIES] = { "dialog-information-symbolic", NULL, N_ ("Note") },
};

static void
name_button (GtkWidget *button, const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
line_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static void
on_copy (GtkButton *button, const char *command)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), command);
  carillon_toast (GTK_WIDGET (button), _ ("Copied"));
}

static void
free_command (gpointer command, GClosure *closure)
{
  g_free (command);
}

static GtkWidget *
command_new (const char *command)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = line_new (command);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (label, "monospace");
  name_button (button, _ ("Copy the Command"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_copy), g_strdup (command), free_command,
                         0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static void
add_finding (CarillonPartRow *self, guint look, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[look].icon_name);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_auto (GStrv) parts = g_strsplit (text, "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    gtk_box_append (GTK_BOX (lines), g_str_has_prefix (parts[i], COMMAND) ? command_new (parts[i])
                                                                          : line_new (parts[i]));
  }
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (looks[look].label), -1);
  if (looks[look].css_class != NULL) {
    gtk_widget_add_css_class (icon, looks[look].css_class);
  }
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (self->findings), box);
}

static void
add_check (CarillonPartRow *self)
{
  CarillonCredentialCheck *check = carillon_credential_draft_get_check (self->draft);

  for (guint i = 0; check != NULL && i < check->findings->len; i++) {
    const CarillonFinding *finding = check->findings->pdata[i];
    if (finding->part == self->part) {
      add_finding (self, finding->severity, finding->text);
    }
  }
}

static void
show_findings (CarillonPartRow *self)
{
  const char *problem = carillon_credential_draft_get_problem (self->draft, self->part);
  const char *note = carillon_credential_draft_get_note (self->draft, self->part);

  /* One that was hidden and empty would keep that size: GTK 4.8 asks hidden boxes too how their
   * height follows from their width, and remembers the answer. */
  if (self->findings != NULL) {
    gtk_box_remove (GTK_BOX (self->slot), self->findings);
  }
  self->findings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_top (self->findings, 9);
  if (problem != NULL) {
    add_finding (self, CARILLON_FINDING_ERROR, problem);
  }
  add_check (self);
  if (note != NULL) {
    add_finding (self, CARILLON_N_SEVERITIES, note);
  }
  gtk_widget_set_visible (self->findings, gtk_widget_get_first_child (self->findings) != NULL);
  gtk_box_append (GTK_BOX (self->slot), self->findings);
}

static void
on_changed (CarillonPartRow *self)
{
  const char *name = carillon_credential_draft_get_name (self->draft, self->part);
  const char *shown = name != NULL ? name : _ (texts[self->part].hint);

  gtk_label_set_text (GTK_LABEL (self->name_label), shown);
  /* A file is known by its beginning and end; a hint is to be read. */
  gtk_label_set_ellipsize (GTK_LABEL (self->name_label),
                           name != NULL ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (self->name_label), name == NULL);
  gtk_widget_set_tooltip_text (self->name_label, name);
  show_findings (self);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonPartRow) self = user_data;

  g_autoptr (GFile) file = carillon_choose_file_finish (result);
  if (file != NULL) {
    carillon_credential_draft_load (self->draft, self->part, file);
  }
}

static void
on_choose (CarillonPartRow *self)
{
  carillon_choose_file_async (GTK_WIDGET (self), CARILLON_FILE_TO_READ,
                              _ (texts[self->part].dialog), NULL, on_chosen, g_object_ref (self));
}

/* The copy that GDK makes is overwritten; what the clipboard holds belongs to whoever put it there.
 */
static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonPartRow) self = user_data;

  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  gsize length = text != NULL ? strlen (text) : 0;
  if (length > CARILLON_MAX_CREDENTIAL_FILE || length == 0) {
    carillon_credential_draft_set_problem (self->draft, self->part,
                                           _ ("The clipboard holds no text that could be this."));
  } else {
    g_autoptr (GBytes) contents = carillon_secret_text_new (text, length);
    carillon_credential_draft_take (self->draft, self->part, contents, _ ("Pasted text"));
  }
  if (text != NULL) {
    explicit_bzero (text, length);
  }
  g_free (text);
}

static void
on_paste (CarillonPartRow *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_pasted,
                                 g_object_ref (self));
}

static gboolean
carillon_part_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CARILLON_PART_ROW (widget)->choose_button);
}

static void
carillon_part_row_dispose (GObject *object)
{
  CARILLON_PART_ROW (object)->findings = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_PART_ROW);
  g_clear_object (&CARILLON_PART_ROW (object)->draft);
  G_OBJECT_CLASS (carillon_part_row_parent_class)->dispose (object);
}

static void
carillon_part_row_class_init (CarillonPartRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_part_row_dispose;
  widget_class->grab_focus = carillon_part_row_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/apps/carillon-part-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonPartRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonPartRow, paste_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonPartRow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonPartRow, slot);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
carillon_part_row_init (CarillonPartRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
type_to_visible (GBinding *binding, const GValue *type, GValue *visible, gpointer user_data)
{
  CarillonPartRow *self = user_data;

  g_value_set_boolean (visible,
                       carillon_credential_type_has_part (g_value_get_string (type), self->part));
  return TRUE;
}

/**
 * carillon_part_row_new:
 * @draft: what the part is of
 *
 * Returns: (transfer floating): a row for a list
 */
GtkWidget *
carillon_part_row_new (CarillonCredentialDraft *draft, CarillonPart part)
{
  g_return_val_if_fail (CARILLON_IS_CREDENTIAL_DRAFT (draft), NULL);
  g_return_val_if_fail (part < CARILLON_N_PARTS, NULL);

  CarillonPartRow *self =
    g_object_new (CARILLON_TYPE_PART_ROW, "title", _ (texts[part].title), NULL);
  self->draft = g_object_ref (draft);
  self->part = part;
  name_button (self->paste_button, _ (texts[part].paste));
  name_button (self->choose_button, _ (texts[part].dialog));
  g_signal_connect_object (draft, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_object_bind_property_full (draft, "credential-type", self, "visible", G_BINDING_SYNC_CREATE,
                               type_to_visible, NULL, self, NULL);
  on_changed (self);
  return GTK_WIDGET (self);
}
