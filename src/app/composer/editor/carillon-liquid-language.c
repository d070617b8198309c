#include "carillon-liquid-language.h"

#include <adwaita.h>

#include "carillon-config.h"

#define LANGUAGE_ID "carillon-liquid"
#define SPECS "resource://" CARILLON_RESOURCE_PREFIX "/language-specs/"
/* GtkSourceView puts a tag of this name and the class behind it on what the language gives a class.
 */
#define CLASS_PREFIX "gtksourceview:context-classes:"

/* A class of the language and its colours, on the white and on the dark grey of a card: each has a
 * contrast of at least 7 there, so that they serve in high contrast, too. Those further down stand
 * inside of those further up. */
typedef struct {
  const char *name;
  const char *light;
  const char *dark;
  PangoWeight weight;
  PangoStyle style;
} Colours;

static const Colours classes[] = {
  { "raw", "#54505a", "#d5d4d0", .weight = PANGO_WEIGHT_NORMAL },
  { "output", "#54505a", "#d5d4d0", .weight = PANGO_WEIGHT_NORMAL },
  { "tag", "#54505a", "#d5d4d0", .weight = PANGO_WEIGHT_NORMAL },
  { "operator", "#54505a", "#d5d4d0", .weight = PANGO_WEIGHT_NORMAL },
  { "variable", "#184a8c", "#b9d6f9", .weight = PANGO_WEIGHT_BOLD },
  { "property", "#184a8c", "#b9d6f9", .weight = PANGO_WEIGHT_NORMAL },
  { "argument", "#184a8c", "#b9d6f9", .weight = PANGO_WEIGHT_NORMAL },
  { "constant", "#7a3600", "#ffc98a", .weight = PANGO_WEIGHT_NORMAL },
  { "number", "#7a3600", "#ffc98a", .weight = PANGO_WEIGHT_NORMAL },
  { "string", "#1a5c33", "#8ff0a4", .weight = PANGO_WEIGHT_NORMAL },
  { "filter-name", "#0b5a50", "#a6e8d2", .weight = PANGO_WEIGHT_NORMAL },
  { "keyword", "#613583", "#f0c8f6", .weight = PANGO_WEIGHT_NORMAL },
  { "tag-name", "#613583", "#f0c8f6", .weight = PANGO_WEIGHT_BOLD },
  { "comment", "#54505a", "#d5d4d0", PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
};

/* A manager reads its folders once, so ours has to be among them before it is asked anything: not
 * the default one, which others may have asked. */
static GtkSourceLanguage *
get_language (void)
{
  static GtkSourceLanguageManager *manager;

  if (manager == NULL) {
    manager = gtk_source_language_manager_new ();
    gtk_source_language_manager_append_search_path (manager, SPECS);
  }
  return gtk_source_language_manager_get_language (manager, LANGUAGE_ID);
}

static void
add_tags (GtkTextBuffer *buffer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autofree char *name = g_strconcat (CLASS_PREFIX, classes[i].name, NULL);
    gtk_text_buffer_create_tag (buffer, name, "weight", classes[i].weight, "style",
                                classes[i].style, NULL);
  }
}

static void
follow_style (GtkSourceBuffer *buffer)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkTextTagTable *tags = gtk_text_buffer_get_tag_table (GTK_TEXT_BUFFER (buffer));
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (buffer, scheme);
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autofree char *name = g_strconcat (CLASS_PREFIX, classes[i].name, NULL);
    g_object_set (gtk_text_tag_table_lookup (tags, name), "foreground",
                  dark ? classes[i].dark : classes[i].light, NULL);
  }
}

/**
 * carillon_liquid_language_use:
 * @buffer: holds a template; not one that has been given here before
 */
void
carillon_liquid_language_use (GtkSourceBuffer *buffer)
{
  g_return_if_fail (GTK_SOURCE_IS_BUFFER (buffer));

  add_tags (GTK_TEXT_BUFFER (buffer));
  gtk_source_buffer_set_language (buffer, get_language ());
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_style), buffer, G_CONNECT_SWAPPED);
  follow_style (buffer);
}
