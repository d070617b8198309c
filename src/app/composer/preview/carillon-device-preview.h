#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_PLATFORM_ANDROID,
  CARILLON_PLATFORM_IOS,
} CarillonPlatform;

#define CARILLON_TYPE_PLATFORM (carillon_platform_get_type ())
GType carillon_platform_get_type (void);

typedef enum {
  CARILLON_SURFACE_BANNER,   /* what drops into what one is doing */
  CARILLON_SURFACE_LOCK,     /* among others on a locked screen */
  CARILLON_SURFACE_EXPANDED, /* opened by a finger */
} CarillonSurface;

#define CARILLON_TYPE_SURFACE (carillon_surface_get_type ())
GType carillon_surface_get_type (void);

/* What a device is given to show. */
typedef struct {
  const char *app_name;
  const char *title;         /* gaps as DispatchPreview has them are marked */
  const char *body;          /* likewise */
  const char *title_mistake; /* (nullable): why there is no title */
  const char *body_mistake;  /* (nullable) */
  guint n_images;
} CarillonDeviceContent;

/* A notification as it lies on a screen, cut where a device cuts it. Properties, read-write and
 * notified: "platform" (CarillonPlatform), "surface" (CarillonSurface), "dark" (gboolean: of the
 * device, whatever the console looks like). */
#define CARILLON_TYPE_DEVICE_PREVIEW (carillon_device_preview_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonDevicePreview, carillon_device_preview, CARILLON, DEVICE_PREVIEW, GtkWidget)

void
carillon_device_preview_show (CarillonDevicePreview *self, const CarillonDeviceContent *content);
char *carillon_preview_shorten (const char *text); /* (transfer full) */

G_END_DECLS
