/* The bounds of the engine, each with its reason. A caller sets those of a render in
 * LiquidLimits. */

#pragma once

/* Offsets in operations are 32 bits wide. Nothing that is sent to a telephone comes near this. */
#define LIQUID_MAX_SOURCE (64 * 1024 * 1024)
/* Blocks inside blocks; Shopify's own limit, so what it refuses is refused here. */
#define LIQUID_MAX_DEPTH 100
/* Brackets inside brackets in one path, `a[b[c]]`: the only recursion of the parser. */
#define LIQUID_MAX_BRACKETS 16
/* Values that one expression holds at a time: the input and the arguments of a filter, and
 * brackets. */
#define LIQUID_STACK_SIZE 96
/* Containers inside containers that are printed or compared, in data: this bounds recursion. */
#define LIQUID_MAX_VALUE_DEPTH 100
/* 256 times what the push providers take (4,096 bytes), so that only runaway templates meet it. */
#define LIQUID_DEFAULT_MAX_OUTPUT (1024 * 1024)
/* A hundredth of a second or so of work; a template that is sent has about fifty operations. */
#define LIQUID_DEFAULT_MAX_STEPS 1000000
/* What variables and filters may hold, as a multiple of the output's limit. */
#define LIQUID_SCRATCH_FACTOR 16
/* A list that is longer is not read by anybody. */
#define LIQUID_DEFAULT_MAX_ROUNDS 100000
/* A shop's theme has about two hundred. */
#define LIQUID_DEFAULT_MAX_PARTIALS 1000
#define LIQUID_DEFAULT_MAX_PARTIAL_TEXT (16 * 1024 * 1024)
/* Bytes of text that filters and comparisons walk through for one step. */
#define LIQUID_BYTES_PER_STEP 64
/* Bytes of a token that an error message repeats. */
#define LIQUID_MAX_QUOTE 1024
/* Bytes of an error message: Shopify's repeat all of the markup, which may be megabytes. */
#define LIQUID_MAX_MESSAGE (16 * 1024)
