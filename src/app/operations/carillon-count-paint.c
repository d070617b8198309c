/* How the parts of a count look. Each has a colour and a pattern of its own, so that they can be
 * told apart without seeing colours, on paper, and in high contrast. */
#include "carillon-count-paint.h"

#include <adwaita.h>

typedef enum {
  STYLE_LIGHT,
  STYLE_DARK,
  STYLE_HIGH_CONTRAST_LIGHT,
  STYLE_HIGH_CONTRAST_DARK,
  N_STYLES,
} Style;

/* Stripes across the vector (x, y), in pixels, of which the share @line is drawn over the colour;
 * no vector is a plain area. */
typedef struct {
  float x;
  float y;
  float line;
} Pattern;

typedef struct {
  guint32 colours[N_STYLES]; /* 0xRRGGBB */
  Pattern pattern;
} Look;

/* Hues of the GNOME palette, darkened or lightened until each stands 3:1 from the background of its
 * style (WCAG 2.1, 1.4.11). */
static const Look looks[CARILLON_N_PARTS] = {
  [CARILLON_PART_SENT] = { { 0x26a269, 0x33c481, 0x0f6b41, 0x57e389 }, { 0, 0, 0 } },
  [CARILLON_PART_QUEUED] = { { 0x3584e4, 0x62a0ea, 0x1a5fb4, 0x99c1f1 }, { 5, 5, 0.5f } },
  [CARILLON_PART_SCHEDULED] = { { 0x9141ac, 0xc57fd6, 0x613583, 0xdc8add }, { 5, 0, 0.4f } },
  [CARILLON_PART_FAILED] = { { 0xc01c28, 0xf66151, 0x8f0f1a, 0xff8a7a }, { -3, 3, 0.35f } },
  [CARILLON_PART_UNADDRESSABLE] = { { 0xc64600, 0xffa348, 0x843000, 0xffbe6f }, { 0, 4, 0.5f } },
  [CARILLON_PART_CANCELED] = { { 0x77767b, 0x9a9996, 0x3d3846, 0xdeddda }, { 2, 0, 0.5f } },
};

/* How strongly a pattern's lines take the colour away. */
static const float line_alpha[N_STYLES] = { 0.45f, 0.45f, 0.85f, 0.85f };
static const float trough_alpha[N_STYLES] = { 0.10f, 0.14f, 0.30f, 0.35f };

static Style
get_style (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  Style style = adw_style_manager_get_dark (manager) ? STYLE_DARK : STYLE_LIGHT;
  return adw_style_manager_get_high_contrast (manager) ? style + STYLE_HIGH_CONTRAST_LIGHT : style;
}

static gboolean
is_dark (Style style)
{
  return style == STYLE_DARK || style == STYLE_HIGH_CONTRAST_DARK;
}

static GdkRGBA
unpack (guint32 colour)
{
  return (GdkRGBA){ (float) (colour >> 16 & 0xff) / 255, (float) (colour >> 8 & 0xff) / 255,
                    (float) (colour & 0xff) / 255, 1 };
}

static void
paint_pattern (GtkSnapshot *snapshot,
               const Pattern *pattern,
               const GdkRGBA *line,
               const graphene_rect_t *area)
{
  GdkRGBA clear = { line->red, line->green, line->blue, 0 };
  graphene_point_t start = area->origin;
  graphene_point_t end = { start.x + pattern->x, start.y + pattern->y };
  const GskColorStop stops[] = {
    { 0, clear }, { 1 - pattern->line, clear }, { 1 - pattern->line, *line }, { 1, *line }
  };
  gtk_snapshot_append_repeating_linear_gradient (snapshot, area, &start, &end, stops,
                                                 G_N_ELEMENTS (stops));
}

/**
 * carillon_count_paint_part:
 * @snapshot: where to draw
 * @part: which part
 * @area: what to fill
 *
 * Fills @area with the colour and pattern of @part.
 */
void
carillon_count_paint_part (GtkSnapshot *snapshot, CarillonPart part, const graphene_rect_t *area)
{
  g_return_if_fail (part < CARILLON_N_PARTS);

  Style style = get_style ();
  const Look *look = &looks[part];
  GdkRGBA colour = unpack (look->colours[style]);
  gtk_snapshot_append_color (snapshot, &colour, area);
  if (look->pattern.line > 0) {
    float ground = is_dark (style) ? 0 : 1;
    GdkRGBA line = { ground, ground, ground, line_alpha[style] };
    paint_pattern (snapshot, &look->pattern, &line, area);
  }
}

/**
 * carillon_count_paint_trough:
 * @snapshot: where to draw
 * @area: what to fill
 *
 * Fills @area with what stands for "not counted yet".
 */
void
carillon_count_paint_trough (GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  Style style = get_style ();
  float ink = is_dark (style) ? 1 : 0;
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ ink, ink, ink, trough_alpha[style] }, area);
}

/**
 * carillon_count_paint_follow_style:
 * @widget: a widget that draws with these functions
 *
 * Draws @widget anew when the style changes.
 */
void
carillon_count_paint_follow_style (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
}
