/* How far the parts of markup go. */

#pragma once

#include "liquid-slice.h"

size_t liquid_scan_blank (const char *p, const char *end);
const char *liquid_scan_skip_blank (const char *p, const char *end);
const char *liquid_scan_name (const char *start, const char *end);
const char *liquid_scan_quoted (const char *p, const char *end);
const char *liquid_scan_fragment (const char *start, const char *end);
