#include "carillon-confirm-entry.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-format.h"

struct _CarillonConfirmEntry {
  GtkWidget parent_instance;

  CarillonAccount *account; /* (nullable) */
  guint count;
  char *phrase; /* (owned) (nullable) */
  gboolean confirmed;

  GtkEditable *row;
};

enum {
  PROP_COUNT = 1,
  PROP_ACCOUNT,
  PROP_CONFIRMED,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonConfirmEntry, carillon_confirm_entry, GTK_TYPE_WIDGET)

/* What people and languages put between the digits of a number, besides blanks. */
static const gunichar separators[] = {
  ',', '.', '\'', '_', 0x2019 /* right quotation mark */, 0x066c /* Arabic thousands separator */,
};

static gboolean
is_separator (gunichar character)
{
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++) {
    if (character == separators[i]) {
      return TRUE;
    }
  }
  return g_unichar_isspace (character);
}

/* Whether @text is @count, in any digits, however they are grouped. */
static gboolean
is_count (const char *text, guint count)
{
  guint64 number = 0;
  gboolean any = FALSE;

  for (const char *next = text; *next != '\0'; next = g_utf8_next_char (next)) {
    gunichar character = g_utf8_get_char (next);
    int digit = g_unichar_digit_value (character);
    if (digit >= 0) {
      number = number * 10 + (guint64) digit;
      any = TRUE;
    } else if (!is_separator (character)) {
      return FALSE;
    }
    if (number > count) {
      return FALSE;
    }
  }
  return any && number == count;
}

static gboolean
has_to_be_typed (CarillonConfirmEntry *self)
{
  return self->phrase != NULL || (self->account != NULL &&
                                  self->count > carillon_account_get_confirm_above (self->account));
}

static gboolean
is_typed (CarillonConfirmEntry *self)
{
  const char *text = gtk_editable_get_text (self->row);
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return self->phrase != NULL ? g_str_equal (stripped, self->phrase) : is_count (text, self->count);
}

static void
update (CarillonConfirmEntry *self)
{
  gboolean needed = has_to_be_typed (self);
  gboolean confirmed = self->account != NULL && (!needed || is_typed (self));

  gtk_widget_set_visible (GTK_WIDGET (self), needed);
  if (self->confirmed != confirmed) {
    self->confirmed = confirmed;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFIRMED]);
  }
}

static void
set_account (CarillonConfirmEntry *self, CarillonAccount *account)
{
  if (self->account == account) {
    return;
  }
  if (self->account != NULL) {
    g_signal_handlers_disconnect_by_data (self->account, self);
  }
  g_set_object (&self->account, account);
  if (account != NULL) {
    g_signal_connect_object (account, "notify::confirm-above", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

static void
carillon_confirm_entry_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  CarillonConfirmEntry *self = CARILLON_CONFIRM_ENTRY (object);

  switch (id) {
  case PROP_COUNT:
    carillon_confirm_entry_set_count (self, g_value_get_uint (value));
    break;
  case PROP_ACCOUNT:
    set_account (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_confirm_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonConfirmEntry *self = CARILLON_CONFIRM_ENTRY (object);

  switch (id) {
  case PROP_COUNT:
    g_value_set_uint (value, self->count);
    break;
  case PROP_ACCOUNT:
    g_value_set_object (value, self->account);
    break;
  case PROP_CONFIRMED:
    g_value_set_boolean (value, self->confirmed);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
carillon_confirm_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_CONFIRM_ENTRY (widget)->row));
}

static void
carillon_confirm_entry_dispose (GObject *object)
{
  CarillonConfirmEntry *self = CARILLON_CONFIRM_ENTRY (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_CONFIRM_ENTRY);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_confirm_entry_parent_class)->dispose (object);
}

static void
carillon_confirm_entry_finalize (GObject *object)
{
  g_free (CARILLON_CONFIRM_ENTRY (object)->phrase);
  G_OBJECT_CLASS (carillon_confirm_entry_parent_class)->finalize (object);
}

static void
carillon_confirm_entry_class_init (CarillonConfirmEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_confirm_entry_set_property;
  object_class->get_property = carillon_confirm_entry_get_property;
  object_class->dispose = carillon_confirm_entry_dispose;
  object_class->finalize = carillon_confirm_entry_finalize;
  widget_class->grab_focus = carillon_confirm_entry_grab_focus;

  properties[PROP_COUNT] =
    g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, readable | G_PARAM_WRITABLE);
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, CARILLON_TYPE_ACCOUNT, readable | G_PARAM_WRITABLE);
  properties[PROP_CONFIRMED] = g_param_spec_boolean ("confirmed", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-confirm-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonConfirmEntry, row);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
show_count (CarillonConfirmEntry *self)
{
  g_autofree char *count = carillon_format_count (self->count);
  const char *wanted = self->phrase != NULL ? self->phrase : count;
  /* Translators: %s is a number of things, 1,234, or a name */
  g_autofree char *title = g_strdup_printf (_ ("Type %s to confirm"), wanted);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
}

static void
carillon_confirm_entry_init (CarillonConfirmEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_count (self);
  update (self);
}

/**
 * carillon_confirm_entry_new:
 * @account: (nullable): whose number counts; without one nothing is confirmed
 * @count: how many things something is done with
 *
 * Returns: (transfer floating): an entry
 */
GtkWidget *
carillon_confirm_entry_new (CarillonAccount *account, guint count)
{
  g_return_val_if_fail (account == NULL || CARILLON_IS_ACCOUNT (account), NULL);

  return g_object_new (CARILLON_TYPE_CONFIRM_ENTRY, "account", account, "count", count, NULL);
}

/**
 * carillon_confirm_entry_set_count:
 * @count: how many there are now; what was typed for another number does not confirm it
 */
void
carillon_confirm_entry_set_count (CarillonConfirmEntry *self, guint count)
{
  g_return_if_fail (CARILLON_IS_CONFIRM_ENTRY (self));

  if (self->count == count) {
    return;
  }
  self->count = count;
  show_count (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/**
 * carillon_confirm_entry_set_phrase:
 * @phrase: (nullable): what has to be typed in place of the number, as it is
 */
void
carillon_confirm_entry_set_phrase (CarillonConfirmEntry *self, const char *phrase)
{
  g_return_if_fail (CARILLON_IS_CONFIRM_ENTRY (self));

  g_free (self->phrase);
  self->phrase = g_strdup (phrase);
  /* A long one is cut where it is asked for. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->row), phrase);
  g_object_set (self->row, "input-purpose",
                phrase != NULL ? GTK_INPUT_PURPOSE_FREE_FORM : GTK_INPUT_PURPOSE_DIGITS,
                "use-markup", FALSE, NULL);
  show_count (self);
  update (self);
}

gboolean
carillon_confirm_entry_get_confirmed (CarillonConfirmEntry *self)
{
  g_return_val_if_fail (CARILLON_IS_CONFIRM_ENTRY (self), FALSE);

  return self->confirmed;
}

/**
 * carillon_confirm_entry_clear:
 *
 * Takes away what was typed, for something else to be confirmed.
 */
void
carillon_confirm_entry_clear (CarillonConfirmEntry *self)
{
  g_return_if_fail (CARILLON_IS_CONFIRM_ENTRY (self));

  gtk_editable_set_text (self->row, "");
}
