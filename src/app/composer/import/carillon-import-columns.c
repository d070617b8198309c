#include "carillon-import-columns.h"

#include <glib/gi18n.h>

#include "carillon-import-column.h"
#include "carillon-import-mistakes.h"

/* Enough to see what is in a column. */
#define ROWS 4

/* More are taken as they are recognised: nobody chooses for so many by hand. */
#define COLUMNS 60

#define CELL_WIDTH 18 /* characters */

struct _CarillonImportColumns {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GPtrArray *choices; /* of CarillonImportColumn (unowned), one a column */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonImportColumns, carillon_import_columns, GTK_TYPE_WIDGET)

static void
on_changed (CarillonImportColumns *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
add_choice (CarillonImportColumns *self,
            const DispatchImportPreview *preview,
            guint column,
            const DispatchImportColumn *guessed,
            const char *const *names)
{
  GtkWidget *choice = carillon_import_column_new (
    column, dispatch_import_preview_get_name (preview, column), guessed, names);

  g_signal_connect_object (choice, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->choices, choice);
  return choice;
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* IDs begin alike. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), CELL_WIDTH);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
fill_column (GtkGrid *grid, const DispatchImportPreview *preview, guint column, GtkWidget *choice)
{
  g_autofree char *heading = carillon_import_mistakes_column_label (preview, column);
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
 * @names: (nullable) (array zero-terminated=1): of variables, the likely ones first
 */
void
carillon_import_columns_fill (CarillonImportColumns *self,
                              const DispatchImportPreview *preview,
                              const DispatchImportMapping *mapping,
                              const char *const *names)
{
  g_return_if_fail (CARILLON_IS_IMPORT_COLUMNS (self));

  GtkWidget *grid = make_grid ();
  guint n_columns = MIN (mapping->n_columns, COLUMNS);

  g_ptr_array_set_size (self->choices, 0);
  fill_lines (GTK_GRID (grid), preview);
  for (guint i = 0; i < n_columns; i++) {
    GtkWidget *choice = add_choice (self, preview, i, &mapping->columns[i], names);
    fill_column (GTK_GRID (grid), preview, i, choice);
  }
  if (mapping->n_columns > n_columns) {
    guint n_more = mapping->n_columns - n_columns;
    g_autofree char *more =
      g_strdup_printf (ngettext ("and %'u more", "and %'u more", n_more), n_more);
    gtk_grid_attach (GTK_GRID (grid), make_label (more, "dim-label"), (int) n_columns + 1, 0, 1, 1);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), grid);
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
    carillon_import_column_apply (self->choices->pdata[i], mapping);
  }
}

/**
 * carillon_import_columns_show_mistakes:
 * @self: columns
 * @mapping: what they are
 * @preview: how the file begins
 */
void
carillon_import_columns_show_mistakes (CarillonImportColumns *self,
                                       const DispatchImportMapping *mapping,
                                       const DispatchImportPreview *preview)
{
  g_return_if_fail (CARILLON_IS_IMPORT_COLUMNS (self));

  for (guint i = 0; i < MIN (self->choices->len, mapping->n_columns); i++) {
    gboolean is_odd = FALSE;
    g_autofree char *text = carillon_import_mistakes_label (mapping, preview, i, &is_odd);
    carillon_import_column_set_mistake (self->choices->pdata[i], text, is_odd);
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
