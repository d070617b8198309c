#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What may stand at a place of a template. */
typedef enum {
  CARILLON_PLACE_NOTHING, /* text, or what only the author can name */
  CARILLON_PLACE_VALUE,   /* a variable */
  CARILLON_PLACE_FILTER,  /* a filter: behind "|" */
  CARILLON_PLACE_TAG,     /* the name of a tag */
} CarillonPlaceKind;

/* In what a place is. */
typedef enum {
  CARILLON_REGION_TEXT,
  CARILLON_REGION_OUTPUT,   /* behind "{{" */
  CARILLON_REGION_TAG,      /* behind "{%" */
  CARILLON_REGION_VERBATIM, /* where Liquid is not read: a comment, or raw text */
} CarillonRegion;

typedef struct {
  CarillonPlaceKind kind;
  CarillonRegion region;
  char quote;     /* of the text in quotation marks that the place is in, or 0 */
  gsize start;    /* of the word at the place, in bytes */
  gsize end;      /* and behind it; both are the place where there is none */
  char block[16]; /* the innermost block that is open there, or "" */
} CarillonPlace;

void carillon_liquid_place_find (const char *text, gsize cursor, CarillonPlace *place);
gboolean carillon_liquid_place_is_name (const char *text);
void carillon_liquid_place_add_names (const char *text, gssize cursor, GPtrArray *names);

G_END_DECLS
