#pragma once

#include <comms-filter.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_FILTER_CHOICE, /* one of the values */
  CARILLON_FILTER_TEXT,   /* an ID or a name, whole */
  CARILLON_FILTER_TAGS,   /* "key:value; key:value", as the operator writes them */
  CARILLON_FILTER_DATES,  /* "START/END" in RFC 3339, one of them may be empty */
} CarillonFilterType;

/* What a list can be narrowed by, as a table; a value is a text of the type's shape. */
typedef struct {
  const char *id;    /* "status" */
  const char *title; /* N_("Status") */
  CarillonFilterType type;
  gsize offset;              /* in CommsFilter; CARILLON_FILTER_DATES needs none, nor a kind
                                with a source of its own */
  const char *const *values; /* of CARILLON_FILTER_CHOICE, as the API writes them */
  char *(*label) (const char *value); /* (nullable): of those, for operators */
  const char *hint;                   /* (nullable): an example of CARILLON_FILTER_TEXT */
} CarillonFilterField;

char *carillon_filter_describe (const CarillonFilterField *field, const char *value);

/* From what the operator typed: a value, or NULL with a translated *@problem. */
char *carillon_filter_parse (const CarillonFilterField *field, const char *text, char **problem);
/* The same for the two ends of CARILLON_FILTER_DATES; either may be blank. */
char *carillon_filter_parse_dates (const char *start, const char *end, char **problem);
/* A value as it is typed. */
void carillon_filter_split_dates (const char *value, char **start, char **end);

/* (transfer full): @filter with @value in it. */
CommsFilter *carillon_filter_with (const CommsFilter *filter, /* (nullable) */
                                   const CarillonFilterField *field,
                                   const char *value);

G_END_DECLS
