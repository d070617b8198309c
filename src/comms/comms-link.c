/* Section 4.2 of the API. The credentials travel with the request for the next page, so that a link
 * may only lead to where the client goes already: same scheme, host and port; and below the base if
 * more of it is used than its token. */

#include "comms-link.h"

#include <libsoup/soup.h>

/* What the parameter is called, in this API and in the older ones of the same company. */
static const char *const token_names[] = { "pageToken", "PageToken" };

/**
 * comms_link_is_link:
 * @text: (nullable): what stands for the next page
 *
 * Returns: whether it is a URI or, by its query, a path: a token is base64, which can begin with a
 * slash but has no question mark
 */
gboolean
comms_link_is_link (const char *text)
{
  return text != NULL && (g_str_has_prefix (text, "http:") || g_str_has_prefix (text, "https:") ||
                          (text[0] == '/' && strchr (text, '?') != NULL));
}

static gboolean
have_same_origin (GUri *one, GUri *other)
{
  return g_strcmp0 (g_uri_get_scheme (one), g_uri_get_scheme (other)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (one), g_uri_get_host (other)) == 0 &&
         g_uri_get_port (one) == g_uri_get_port (other) && g_uri_get_userinfo (one) == NULL;
}

/* @link if it leads to where it may. */
static GUri *
parse (const char *link, GUri *base)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (base, link, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_query (uri) == NULL ||
      !have_same_origin (uri, base)) {
    return NULL;
  }
  return g_steal_pointer (&uri);
}

static char *
make_target (GUri *uri, GUri *base)
{
  const char *path = g_uri_get_path (uri);
  gsize length = strlen (g_uri_get_path (base));

  if (!g_str_has_prefix (path, g_uri_get_path (base)) || path[length] != '/' ||
      strstr (path, "/..") != NULL) {
    return NULL;
  }
  return g_strjoin ("?", path + length, g_uri_get_query (uri), NULL);
}

/**
 * comms_link_read:
 * @link: a link
 * @base_uri: where the client goes
 *
 * Returns: (transfer full) (nullable): what asks for that page: the token in the link, which keeps
 * the filters as they are, else the link itself; %NULL if it leads elsewhere
 */
char *
comms_link_read (const char *link, const char *base_uri)
{
  g_autoptr (GUri) base = g_uri_parse (base_uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) uri = parse (link, base);

  if (uri == NULL) {
    return NULL;
  }
  g_autoptr (GHashTable) query = soup_form_decode (g_uri_get_query (uri));
  for (gsize i = 0; i < G_N_ELEMENTS (token_names); i++) {
    const char *token = g_hash_table_lookup (query, token_names[i]);
    if (token != NULL && token[0] != '\0') {
      return g_strdup (token);
    }
  }
  g_autofree char *target = make_target (uri, base);
  return target != NULL ? g_strdup (link) : NULL;
}

/**
 * comms_link_get_target:
 * @link: a link
 * @base_uri: where the client goes
 *
 * Returns: (transfer full) (nullable): its path and query below @base_uri; %NULL if it leads
 * elsewhere
 */
char *
comms_link_get_target (const char *link, const char *base_uri)
{
  g_autoptr (GUri) base = g_uri_parse (base_uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) uri = parse (link, base);

  return uri != NULL ? make_target (uri, base) : NULL;
}
