#include "carillon-pages.h"

#include <glib/gi18n.h>

#include "carillon-apps-page.h"
#include "carillon-composer-page.h"
#include "carillon-focus.h"
#include "carillon-notifications-page.h"
#include "carillon-operations-page.h"
#include "carillon-registrations-page.h"
#include "carillon-trash-page.h"
#include "carillon-users-page.h"

const CarillonPageInfo carillon_page_infos[] = {
  { "compose", N_ ("Compose"), "document-edit-symbolic", carillon_composer_page_new },
  { "operations", N_ ("Operations"), "mail-send-symbolic", carillon_operations_page_new },
  { "notifications", N_ ("Notifications"), "preferences-system-notifications-symbolic",
    carillon_notifications_page_new },
  { "users", N_ ("Users"), "system-users-symbolic", carillon_users_page_new },
  { "registrations", N_ ("Registrations"), "phone-symbolic", carillon_registrations_page_new },
  { "apps", N_ ("Apps and Credentials"), "view-app-grid-symbolic", carillon_apps_page_new },
  { "trash", N_ ("Trash"), "user-trash-symbolic", carillon_trash_page_new },
};

const guint carillon_n_page_infos = G_N_ELEMENTS (carillon_page_infos);

struct _CarillonPages {
  GtkWidget parent_instance;

  GtkStack *stack;                /* (unowned): the one child */
  CarillonSession *session;       /* (nullable) */
  const CarillonPageInfo *chosen; /* (unowned): of the table */
};

enum {
  PROP_SESSION = 1,
  PROP_PAGE,
  PROP_TITLE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonPages, carillon_pages, GTK_TYPE_WIDGET)

static void
carillon_pages_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonPages *self = CARILLON_PAGES (object);

  switch (id) {
  case PROP_SESSION:
    carillon_pages_set_session (self, g_value_get_object (value));
    break;
  case PROP_PAGE:
    carillon_pages_set_page (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_pages_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonPages *self = CARILLON_PAGES (object);

  switch (id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_PAGE:
    g_value_set_string (value, self->chosen->name);
    break;
  case PROP_TITLE:
    g_value_set_string (value, _ (self->chosen->title));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_pages_dispose (GObject *object)
{
  CarillonPages *self = CARILLON_PAGES (object);
  GtkWidget *stack = GTK_WIDGET (self->stack);

  self->stack = NULL;
  g_clear_pointer (&stack, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_pages_parent_class)->dispose (object);
}

static void
carillon_pages_class_init (CarillonPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_write =
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_pages_set_property;
  object_class->get_property = carillon_pages_get_property;
  object_class->dispose = carillon_pages_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION, read_write);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, read_write);
  properties[PROP_TITLE] = g_param_spec_string (
    "title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_pages_init (CarillonPages *self)
{
  GtkWidget *stack = gtk_stack_new ();

  self->chosen = &carillon_page_infos[0];
  self->stack = GTK_STACK (stack);
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  /* A page that cannot be narrow must not keep the others from being so. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_parent (stack, GTK_WIDGET (self));
}

static GtkWidget *
ensure_page (CarillonPages *self, const CarillonPageInfo *info)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, info->name);

  if (page == NULL) {
    page = info->create (self->session);
    gtk_stack_add_named (self->stack, page, info->name);
  }
  return page;
}

static void
show_chosen (CarillonPages *self)
{
  if (self->session != NULL) {
    gtk_stack_set_visible_child (self->stack, ensure_page (self, self->chosen));
  }
}

static void
remove_pages (CarillonPages *self)
{
  GtkWidget *page;

  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL) {
    carillon_focus_leave (page);
    gtk_stack_remove (self->stack, page);
  }
}

/**
 * carillon_page_info_find:
 * @name: (nullable): perhaps the name of a page
 *
 * Returns: (nullable): its line of the table
 */
const CarillonPageInfo *
carillon_page_info_find (const char *name)
{
  for (guint i = 0; i < carillon_n_page_infos; i++) {
    if (g_strcmp0 (carillon_page_infos[i].name, name) == 0) {
      return &carillon_page_infos[i];
    }
  }
  return NULL;
}

void
carillon_pages_set_session (CarillonPages *self, CarillonSession *session)
{
  g_return_if_fail (CARILLON_IS_PAGES (self));
  g_return_if_fail (session == NULL || CARILLON_IS_SESSION (session));

  if (g_set_object (&self->session, session)) {
    remove_pages (self);
    show_chosen (self);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  }
}

const char *
carillon_pages_get_page (CarillonPages *self)
{
  g_return_val_if_fail (CARILLON_IS_PAGES (self), NULL);

  return self->chosen->name;
}

void
carillon_pages_set_page (CarillonPages *self, const char *name)
{
  g_return_if_fail (CARILLON_IS_PAGES (self));

  const CarillonPageInfo *info = carillon_page_info_find (name);
  if (info != NULL && info != self->chosen) {
    self->chosen = info;
    show_chosen (self);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  }
}

/**
 * carillon_pages_show:
 *
 * Returns: (transfer none) (nullable): the page, or %NULL while there is no session
 */
GtkWidget *
carillon_pages_show (CarillonPages *self, const char *name)
{
  g_return_val_if_fail (CARILLON_IS_PAGES (self), NULL);

  carillon_pages_set_page (self, name);
  return self->session != NULL ? gtk_stack_get_child_by_name (self->stack, name) : NULL;
}

/**
 * carillon_pages_lookup:
 *
 * Returns: (transfer none) (nullable): the page, if it was shown in this session
 */
GtkWidget *
carillon_pages_lookup (CarillonPages *self, const char *name)
{
  g_return_val_if_fail (CARILLON_IS_PAGES (self), NULL);

  return gtk_stack_get_child_by_name (self->stack, name);
}
