#include "carillon-status.h"

typedef struct {
  const char *status;
  const char *icon_name;
  const char *css_class; /* (nullable) */
} StatusLook;

static const StatusLook looks[] = {
  { "SCHEDULED", "alarm-symbolic", NULL },
  { "QUEUED", "content-loading-symbolic", NULL },
  { "PROCESSING", "content-loading-symbolic", NULL },
  { "SENT", "object-select-symbolic", "success" },
  { "COMPLETED", "object-select-symbolic", "success" },
  { "FAILED", "dialog-error-symbolic", "error" },
  { "CANCELED", "action-unavailable-symbolic", "dim-label" },
};

/* A newer API may have statuses that this table does not. */
static const StatusLook unknown_look = { NULL, "dialog-question-symbolic", NULL };

/* The API's prose writes some in lower case. */
static const StatusLook *
find_look (const char *status)
{
  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (looks); i++) {
    if (g_ascii_strcasecmp (looks[i].status, status) == 0) {
      return &looks[i];
    }
  }
  return &unknown_look;
}

/**
 * carillon_status_icon_name:
 * @status: (nullable): as the API writes it
 *
 * Returns: a symbolic icon
 */
const char *
carillon_status_icon_name (const char *status)
{
  return find_look (status)->icon_name;
}

/**
 * carillon_status_css_class:
 * @status: (nullable): as the API writes it
 *
 * Returns: (nullable): the style class of its icon and word
 */
const char *
carillon_status_css_class (const char *status)
{
  return find_look (status)->css_class;
}
