/* Templates that chance writes, valid in every mode. */

#pragma once

#include <liquid.h>

/* Blocks inside each other, and brackets. */
#define TEMPLATE_MOST_DEPTH 3

/* What includes name; ends with NULL. */
extern const char *const template_partials[];

/* A path as it was written. */
typedef struct {
  gsize start;
  gsize end;
  char *path; /* (owned) */
} TemplatePath;

typedef struct {
  GRand *rand; /* (unowned) */
  GString *text;
  GArray *paths;        /* of TemplatePath */
  GHashTable *doubtful; /* set of names that get a value in some renders only */
  LiquidDialect dialect;
  int depth;
  bool in_lines; /* of the tag `liquid` */
} TemplateWriter;

void template_writer_init (TemplateWriter *self, GRand *rand, LiquidDialect dialect);
void template_writer_clear (TemplateWriter *self);
void template_writer_write (TemplateWriter *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TemplateWriter, template_writer_clear)
