#pragma once

#include <comms-request.h>
#include <glib/gstdio.h>
#include <test-server.h>

G_BEGIN_DECLS

/* Makes @client trust the server of test_server_new_tls (). Answers the file that its database
 * reads from, now and later. */
static inline char *
test_trust_server (CommsClient *client)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("carillon-XXXXXX.pem", &path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, test_server_get_certificate (), -1, &error);
  g_assert_no_error (error);

  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  soup_session_set_tls_database (comms_client_get_session (client), database);
  return path;
}

G_END_DECLS
