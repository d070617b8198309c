#include "carillon-import-columns.h"

#include <glib/gi18n.h>

#include "carillon-import-text.h"

/* Enough to see what is in a column. */
#define ROWS 4

/* More are taken as they are recognised: nobody chooses for so many by hand. */
#define COLUMNS 60

#define CELL_WIDTH 18 /* characters */

/* The roles before VARIABLE come first in each list. */
#define N_FIXED_CHOICES DISPATCH_IMPORT_VARIABLE

struct _CarillonImportColumns {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GPtrArray *choices; /* of GtkDropDown (unowned), one a column */
  gboolean is_filling;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonImportColumns, carillon_import_columns, GTK_TYPE_WIDGET)

static void
on_selected (CarillonImportColumns *self)
{
  if (!self->is_filling) {
    g_signal_emit (self, signals[CHANGED], 0);
  }
}

static void
append_once (GtkStringList *list, const char *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = N_FIXED_CHOICES; i < n; i++) {
    if (g_str_equal (gtk_string_list_get_string (list, i), name)) {
      return;
    }
  }
  gtk_string_list_append (list, name);
}

/* The column's own name, or what stands for it, is a variable that it can be; so are all that are
 * there. */
static GtkStringList *
make_choices (const char *heading,
              guint column,
              const DispatchImportColumn *guessed,
              const char *const *variables)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  g_autofree char *own = g_strstrip (g_strdup (heading));

  for (guint role = 0; role < N_FIXED_CHOICES; role++) {
    gtk_string_list_append (list, carillon_import_role_label (role));
  }
  if (guessed->name != NULL) {
    append_once (list, guessed->name);
  }
  if (*own == '\0') {
    g_free (own);
    own = g_strdup_printf ("column_%u", column + 1);
  }
  append_once (list, own);
  for (guint i = 0; variables != NULL && variables[i] != NULL; i++) {
    append_once (list, variables[i]);
  }
  return list;
}

static GtkWidget *
make_choice (CarillonImportColumns *self,
             const char *heading,
             guint column,
             const DispatchImportColumn *guessed,
             const char *const *variables)
{
  GtkStringList *list = make_choices (heading, column, guessed, variables);
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (list), NULL);
  g_autofree char *name = g_strdup_printf ("import-column-%u", column);
  /* Translators: %s is the name of a column of a file, which one chooses a meaning for */
  g_autofree char *label = g_strdup_printf (_ ("What the column %s is"), heading);

  gtk_widget_set_name (choice, name);
  gtk_widget_set_tooltip_text (choice, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  /* The guessed variable is the first behind the fixed ones. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), MIN (guessed->role, N_FIXED_CHOICES));
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  return choice;
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), CELL_WIDTH);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static char *
describe_heading (const DispatchImportPreview *preview, guint column)
{
  const char *name = dispatch_import_preview_get_name (preview, column);

  /* Translators: the number of a column of a file */
  return *name != '\0' ? g_strdup (name) : g_strdup_printf (_ ("Column %u"), column + 1);
}

static void
fill_column (CarillonImportColumns *self,
             GtkGrid *grid,
             const DispatchImportPreview *preview,
             guint column,
             GtkWidget *choice)
{
  g_autofree char *heading = describe_heading (preview, column);
  guint n_rows = MIN (dispatch_import_preview_get_n_rows (preview), ROWS);

  gtk_grid_attach (grid, make_label (heading, "heading"), (int) column + 1, 0, 1, 1);
  gtk_grid_attach (grid, choice, (int) column + 1, 1, 1, 1);
  for (guint row = 0; row < n_rows; row++) {
    GtkWidget *cell =
      make_label (dispatch_import_preview_get_cell (preview, row, column), "import-cell");
    gtk_grid_attach (grid, cell, (int) column + 1, (int) row + 2, 1, 1);
  }
}

static void
fill_lines (GtkGrid *grid, const DispatchImportPreview *preview)
{
  guint n_rows = MIN (dispatch_import_preview_get_n_rows (preview), ROWS);

  for (guint row = 0; row < n_rows; row++) {
    g_autofree char *line = g_strdup_printf ("%u", dispatch_import_preview_get_line (preview, row));
    GtkWidget *label = make_label (line, "dim-label");
    gtk_label_set_xalign (GTK_LABEL (label), 1);
    gtk_widget_add_css_class (label, "numeric");
    gtk_grid_attach (grid, label, 0, (int) row + 2, 1, 1);
  }
}

static GtkWidget *
make_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_add_css_class (grid, "import-columns");
  return grid;
}

/**
 * carillon_import_columns_fill:
 * @self: columns
 * @preview: the first rows of a file
 * @mapping: what the columns are, to begin with
 * @variables: (nullable) (array zero-terminated=1): that there are already
 */
void
carillon_import_columns_fill (CarillonImportColumns *self,
                              const DispatchImportPreview *preview,
                              const DispatchImportMapping *mapping,
                              const char *const *variables)
{
  g_return_if_fail (CARILLON_IS_IMPORT_COLUMNS (self));

  GtkWidget *grid = make_grid ();
  guint n_columns = MIN (mapping->n_columns, COLUMNS);

  self->is_filling = TRUE;
  g_ptr_array_set_size (self->choices, 0);
  fill_lines (GTK_GRID (grid), preview);
  for (guint i = 0; i < n_columns; i++) {
    g_autofree char *heading = describe_heading (preview, i);
    GtkWidget *choice = make_choice (self, heading, i, &mapping->columns[i], variables);
    g_ptr_array_add (self->choices, choice);
    fill_column (self, GTK_GRID (grid), preview, i, choice);
  }
  if (mapping->n_columns > n_columns) {
    guint n_more = mapping->n_columns - n_columns;
    g_autofree char *more =
      g_strdup_printf (ngettext ("and %'u more", "and %'u more", n_more), n_more);
    gtk_grid_attach (GTK_GRID (grid), make_label (more, "dim-label"), (int) n_columns + 1, 0, 1, 1);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), grid);
  self->is_filling = FALSE;
}

/**
 * carillon_import_columns_apply:
 * @self: columns, as they were filled for a mapping like @mapping
 * @mapping: (inout): which gets what is chosen
 */
void
carillon_import_columns_apply (CarillonImportColumns *self, DispatchImportMapping *mapping)
{
  g_return_if_fail (CARILLON_IS_IMPORT_COLUMNS (self));

  for (guint i = 0; i < MIN (self->choices->len, mapping->n_columns); i++) {
    GtkDropDown *choice = self->choices->pdata[i];
    guint selected = gtk_drop_down_get_selected (choice);
    GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (choice));
    gboolean is_variable = selected >= N_FIXED_CHOICES;
    dispatch_import_mapping_set (
      mapping, i, is_variable ? DISPATCH_IMPORT_VARIABLE : (DispatchImportRole) selected,
      is_variable ? gtk_string_list_get_string (list, selected) : NULL);
  }
}

static void
carillon_import_columns_dispose (GObject *object)
{
  CarillonImportColumns *self = CARILLON_IMPORT_COLUMNS (object);

  g_ptr_array_set_size (self->choices, 0);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_import_columns_parent_class)->dispose (object);
}

static void
carillon_import_columns_finalize (GObject *object)
{
  g_ptr_array_unref (CARILLON_IMPORT_COLUMNS (object)->choices);
  G_OBJECT_CLASS (carillon_import_columns_parent_class)->finalize (object);
}

static void
carillon_import_columns_class_init (CarillonImportColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = carillon_import_columns_dispose;
  object_class->finalize = carillon_import_columns_finalize;
  signals[CHANGED] = g_signal_new ("changed", CARILLON_TYPE_IMPORT_COLUMNS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_import_columns_init (CarillonImportColumns *self)
{
  self->choices = g_ptr_array_new ();
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
