#pragma once

#include <gtksourceview/gtksource.h>
#include <liquid.h>

G_BEGIN_DECLS

/* A small editor for a text with Liquid in it, with its label above and what is wrong with it
 * below. Tab leaves it. Properties, read-write: "text" (never NULL), "label" (with a mnemonic),
 * "single-line" (Enter leaves it too), "view-name" (the name of the text view), "cursor-offset" (in
 * characters), "other-text" (the other template of the draft, whose variables are proposed, too).
 * Write-only: "audience" (whose columns are proposed). */
#define CARILLON_TYPE_TEMPLATE_EDITOR (carillon_template_editor_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonTemplateEditor, carillon_template_editor, CARILLON, TEMPLATE_EDITOR, GtkWidget)

const char *carillon_template_editor_get_text (CarillonTemplateEditor *self);
void carillon_template_editor_set_text (CarillonTemplateEditor *self, const char *text);
void carillon_template_editor_edit (CarillonTemplateEditor *self, const char *text);
void carillon_template_editor_undo (CarillonTemplateEditor *self);
void carillon_template_editor_clear_marks (CarillonTemplateEditor *self);
void carillon_template_editor_mark (CarillonTemplateEditor *self,
                                    const LiquidSpan *span,
                                    gboolean error,
                                    const char *message);
void carillon_template_editor_set_message (CarillonTemplateEditor *self, const char *message);
void carillon_template_editor_select (CarillonTemplateEditor *self, const LiquidSpan *span);

G_END_DECLS
