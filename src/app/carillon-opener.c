#include "carillon-opener.h"

#include "carillon-composer-page.h"

struct _CarillonOpener {
  GObject parent_instance;

  CarillonWindow *window; /* (unowned): whose it is */
  GQueue files;           /* of GFile (owned): not yet opened */
};

G_DEFINE_FINAL_TYPE (CarillonOpener, carillon_opener, G_TYPE_OBJECT)

/* The page is there as soon as the session is, even while another one of the window is shown. */
static void
open_waiting (CarillonOpener *self)
{
  GtkWidget *page;

  if (g_queue_is_empty (&self->files)) {
    return;
  }
  page = carillon_pages_show (carillon_window_get_pages (self->window), "compose");
  if (page == NULL) {
    return;
  }
  carillon_window_enter_page (self->window, "compose");
  while (!g_queue_is_empty (&self->files)) {
    g_autoptr (GFile) file = g_queue_pop_head (&self->files);
    carillon_composer_page_open_file (CARILLON_COMPOSER_PAGE (page), file);
  }
}

static void
carillon_opener_dispose (GObject *object)
{
  CarillonOpener *self = CARILLON_OPENER (object);

  g_queue_clear_full (&self->files, g_object_unref);
  G_OBJECT_CLASS (carillon_opener_parent_class)->dispose (object);
}

static void
carillon_opener_class_init (CarillonOpenerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_opener_dispose;
}

static void
carillon_opener_init (CarillonOpener *self)
{
}

/**
 * carillon_opener_new:
 * @window: whose it is; outlives it
 * @pages: of that window
 *
 * Returns: (transfer full): an opener
 */
CarillonOpener *
carillon_opener_new (CarillonWindow *window, CarillonPages *pages)
{
  g_return_val_if_fail (CARILLON_IS_WINDOW (window), NULL);
  g_return_val_if_fail (CARILLON_IS_PAGES (pages), NULL);

  CarillonOpener *self = g_object_new (CARILLON_TYPE_OPENER, NULL);
  self->window = window;
  g_signal_connect_object (pages, "notify::session", G_CALLBACK (open_waiting), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * carillon_opener_open:
 * @self: the opener
 * @files: (array length=n_files): drafts in files of their own
 * @n_files: how many
 *
 * Shows these drafts as they have been read, once there is a composer. The one that stays is the
 * one that took longest; all others, and the one that was being written, are in the archive.
 */
void
carillon_opener_open (CarillonOpener *self, GFile **files, guint n_files)
{
  g_return_if_fail (CARILLON_IS_OPENER (self));
  g_return_if_fail (files != NULL || n_files == 0);

  for (guint i = 0; i < n_files; i++) {
    g_queue_push_tail (&self->files, g_object_ref (files[i]));
  }
  open_waiting (self);
}
