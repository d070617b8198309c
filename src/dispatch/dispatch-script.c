#include "dispatch-script.h"

/* The first byte of U+0590, behind which the scripts that are written from right to left begin. */
#define FIRST_RTL_BYTE 0xd6

static gboolean
is_rtl (gunichar character)
{
  static const struct {
    gunichar first;
    gunichar last;
  } ranges[] = {
    { 0x0590, 0x08ff },   /* Hebrew, Arabic, Syriac, Thaana, N'Ko and others */
    { 0xfb1d, 0xfdff },   /* their presentation forms */
    { 0xfe70, 0xfeff },   /* and more of Arabic's */
    { 0x10800, 0x10fff }, /* old scripts of the Near East, Hanifi Rohingya, Yezidi */
    { 0x1e800, 0x1efff }, /* Mende Kikakui, Adlam and others */
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++) {
    if (character >= ranges[i].first && character <= ranges[i].last) {
      return g_unichar_isalpha (character);
    }
  }
  return FALSE;
}

/**
 * dispatch_count_characters:
 * @text: UTF-8
 * @n_rtl: (inout): letters that are written from right to left are added
 *
 * Returns: its characters
 */
guint
dispatch_count_characters (const GString *text, guint *n_rtl)
{
  guint n_characters = 0;
  guint8 largest = 0;

  for (gsize i = 0; i < text->len; i++) {
    guint8 byte = (guint8) text->str[i];
    n_characters += (byte & 0xc0) != 0x80;
    largest = MAX (largest, byte);
  }
  if (largest >= FIRST_RTL_BYTE) {
    for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at)) {
      *n_rtl += is_rtl (g_utf8_get_char (at));
    }
  }
  return n_characters;
}
