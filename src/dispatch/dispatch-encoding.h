#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the characters of a file are written down. */
typedef enum {
  DISPATCH_ENCODING_UTF_8,
  DISPATCH_ENCODING_UTF_16LE, /* what spreadsheets call "Unicode text" */
  DISPATCH_ENCODING_UTF_16BE,
  DISPATCH_ENCODING_WINDOWS_1252, /* what they write in western Europe and America otherwise */
  DISPATCH_N_ENCODINGS,
} DispatchEncoding;

/* Stands in decoded text where bytes are not of the encoding; no byte of UTF-8. */
#define DISPATCH_ENCODING_BAD '\xFF'

DispatchEncoding dispatch_encoding_guess (const char *bytes, gsize length);
gsize dispatch_encoding_get_mark (DispatchEncoding self, const char *bytes, gsize length);
gsize dispatch_encoding_decode (
  DispatchEncoding self, const char *bytes, gsize length, gboolean is_end, GString *text);

G_END_DECLS
