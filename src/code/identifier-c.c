/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/identifier-parts.h"

#include <string.h>

enum {
	GUARD_DEPTH = 32,  /* conditions within conditions that are looked at */
	BLOCK_DEPTH = 256, /* braces within braces likewise */
	LOOK_BACK = 64,	   /* tokens, for the other end of what is in parentheses */
};

/* Names that the language gives, and those that no header needs to. */
static const char *const keywords[] = {
	"_Alignas",
	"_Alignof",
	"_Atomic",
	"_Bool",
	"_Generic",
	"_Noreturn",
	"_Static_assert",
	"__FILE__",
	"__LINE__",
	"__VA_ARGS__",
	"__VA_OPT__",
	"__alignof__",
	"__asm",
	"__asm__",
	"__attribute__",
	"__const",
	"__extension__",
	"__func__",
	"__inline",
	"__inline__",
	"__restrict",
	"__typeof__",
	"__volatile__",
	"alignof",
	"asm",
	"auto",
	"bool",
	"break",
	"case",
	"char",
	"const",
	"continue",
	"default",
	"defined",
	"do",
	"double",
	"else",
	"enum",
	"extern",
	"false",
	"float",
	"for",
	"goto",
	"if",
	"inline",
	"int",
	"long",
	"main",
	"register",
	"restrict",
	"return",
	"short",
	"signed",
	"sizeof",
	"static",
	"struct",
	"switch",
	"true",
	"typedef",
	"typeof",
	"union",
	"unsigned",
	"void",
	"volatile",
	"while",
};

/* Keywords behind which a name is declared. */
static const char *const types[] = {
	"bool",	 "char",   "double",   "float", "int",	 "long",
	"short", "signed", "unsigned", "void",	"_Bool",
};

/* Words between a type and the name that is declared, or before the type. */
static const char *const qualifiers[] = {
	"__const", "__restrict", "const", "restrict", "volatile",
};

/* What stands before a value, not before a name that is declared. */
static const char *const operators[] = {
	"case", "defined", "delete", "do", "else", "goto", "in", "return", "sizeof", "throw",
};

#define IS_ONE_OF(token, list) is_one_of(token, list, G_N_ELEMENTS(list))

static bool is_one_of(const struct token *token, const char *const *list, size_t n)
{
	/* Most words differ by the first letter, which is cheaper to see than that they do. */
	if (!token->text.length)
		return false;
	for (size_t i = 0; i < n; i++)
		if (*token->text.start == *list[i] && token_is(token, list[i]))
			return true;
	return false;
}

static bool contains(struct slice text, const char *part)
{
	return memmem(text.start, text.length, part, strlen(part)) != NULL;
}

/* In capitals, with two of them at least, as macros and values of enums are. */
static bool is_constant(struct slice name)
{
	size_t capitals = 0;

	for (size_t i = 0; i < name.length; i++) {
		if (g_ascii_islower(name.start[i]))
			return false;
		capitals += g_ascii_isupper(name.start[i]) != 0;
	}
	return capitals >= 2;
}

static bool is_keyword(const struct token *token)
{
	return IS_ONE_OF(token, keywords) || slice_has_prefix(token->text, "__builtin_");
}

enum block {
	BLOCK_UNKNOWN, /* what the lines began in, and nothing says what that is */
	BLOCK_FILE,
	BLOCK_CODE, /* of a function, or an initialiser */
	BLOCK_TYPE, /* of a struct; of an enum as well, if only a section says so */
	BLOCK_ENUM,
};

/* Tokens of one stretch: all that is no directive, or one macro's body. */
struct stretch {
	const struct identifier_text *text;
	const struct token *tokens;
	size_t n;
	bool in_macro;
	enum block blocks[BLOCK_DEPTH]; /* what each open brace is of */
	int depth;			/* of braces; may be beyond BLOCK_DEPTH */
	int parentheses;		/* open, within the block */
	int declaring;		  /* the number open where names are being declared; -1: none are */
	int resumes[BLOCK_DEPTH]; /* what it is behind the block: an initialiser ends no list */
};

static const struct token *at(const struct stretch *stretch, size_t i)
{
	return i < stretch->n ? &stretch->tokens[i] : NULL;
}

static bool is_name(const struct token *token)
{
	return token && token->kind == TOKEN_NAME;
}

static bool is_mark(const struct token *token, const char *mark)
{
	return token && token->kind == TOKEN_MARK && token_is(token, mark);
}

/* A name that may be a type's: not a keyword, or one that is. */
static bool is_type_name(const struct token *token)
{
	return is_name(token) && (IS_ONE_OF(token, types) || !is_keyword(token)) &&
	       !IS_ONE_OF(token, operators);
}

/* The parenthesis that the one at i closes; i if it is too far off. */
static size_t matching(const struct stretch *stretch, size_t i)
{
	int open = 0;

	for (size_t k = i, steps = 0; steps < LOOK_BACK; k--, steps++) {
		if (is_mark(at(stretch, k), ")"))
			open++;
		else if (is_mark(at(stretch, k), "(") && --open == 0)
			return k;
		if (k == 0)
			break;
	}
	return i;
}

/*
 * Whether the ")" at i ends what a declaration goes on behind: an attribute, a typeof, a macro that
 * makes a type, "ATOMIC(int) x". A macro that makes a loop does not.
 */
static bool ends_type(const struct stretch *stretch, size_t i)
{
	size_t open = matching(stretch, i);
	const struct token *before;

	if (open == i || open == 0)
		return false;
	if (is_mark(at(stretch, open - 1), "(") && open >= 2)
		open--;
	before = at(stretch, open - 1);
	if (token_is(before, "typeof") || token_is(before, "__typeof__") ||
	    token_is(before, "__attribute__") || token_is(before, "_Alignas"))
		return true;
	return is_name(before) && !contains(before->text, "each") &&
	       !contains(before->text, "EACH") &&
	       (slice_has_prefix(before->text, "__") || is_constant(before->text));
}

/* Whether what stands before i makes the name at i a declared one: "struct x *", "int", "}". */
static bool follows_type(const struct stretch *stretch, size_t i)
{
	const struct token *name = at(stretch, i), *before;
	bool starred = false, glued = true, qualified = false;

	for (;; i--) {
		if (i == 0)
			return false;
		before = at(stretch, i - 1);
		if (is_mark(before, "*")) {
			/* "a * b" is a product, "a *b" a pointer. */
			glued = glued && !at(stretch, i)->blank_before;
			starred = true;
		} else if (is_name(before) && IS_ONE_OF(before, qualifiers)) {
			qualified = true;
		} else {
			break;
		}
	}
	if (is_mark(before, "}"))
		/* "} __packed;" names nothing. */
		return !starred && name->line == before->line &&
		       !slice_has_prefix(name->text, "__");
	if (is_mark(before, ")"))
		return ends_type(stretch, i - 1);
	if (!is_type_name(before))
		return false;
	if (!starred || glued || qualified || IS_ONE_OF(before, types))
		return true;

	/* "struct x * y", or a statement that would be a product without use. */
	const struct token *further = i >= 2 ? at(stretch, i - 2) : NULL;

	return !further || token_is(further, "struct") || token_is(further, "union") ||
	       token_is(further, "const") || token_is(further, "static") || is_mark(further, ";") ||
	       is_mark(further, "{") || is_mark(further, "}");
}

/* What may stand behind a name that is declared. */
static bool precedes_rest(const struct stretch *stretch, size_t i)
{
	const struct token *next = at(stretch, i + 1);

	if (!next)
		return true;
	if (is_name(next)) /* an attribute, or the name itself behind one */
		return slice_has_prefix(next->text, "__") || is_constant(next->text);
	return next->kind == TOKEN_MARK && strchr(";,=[():{", next->text.start[0]);
}

/* "(*name)(" behind a type: a pointer to a function. */
static bool is_function_pointer(const struct stretch *stretch, size_t i)
{
	size_t close = i + 1;

	if (i < 3 || !is_mark(at(stretch, i - 1), "*") || !is_mark(at(stretch, i - 2), "("))
		return false;
	while (close < stretch->n && close < i + 8 && !is_mark(at(stretch, close), ")"))
		close++;
	return is_mark(at(stretch, close), ")") && is_mark(at(stretch, close + 1), "(") &&
	       (is_type_name(at(stretch, i - 3)) || is_mark(at(stretch, i - 3), "*"));
}

/* Macros whose arguments become names: DEFINE_MUTEX(x), LIST_HEAD(x), TRACE_EVENT(x, ...). */
static enum definition makes_names(struct slice macro)
{
	static const char *const parts[] = {
		"DEFINE", "DECLARE", "_HEAD", "_ATTR", "TRACE", "_ENTRY", "REGISTER",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (contains(macro, parts[i]) && is_constant(macro))
			return i < 3 ? DEFINITION_DECLARED : DEFINITION_MAYBE;
	return DEFINITION_NONE;
}

/* Whether the name at i is a whole argument of such a macro. */
static enum definition made_by_macro(const struct stretch *stretch, size_t i)
{
	const struct token *next = at(stretch, i + 1);
	size_t k = i;

	if (!is_mark(next, ",") && !is_mark(next, ")"))
		return DEFINITION_NONE;
	if (i == 0 || (!is_mark(at(stretch, i - 1), "(") && !is_mark(at(stretch, i - 1), ",")))
		return DEFINITION_NONE;
	for (size_t steps = 0; steps < LOOK_BACK && k > 1; steps++) {
		const struct token *before = at(stretch, --k);

		if (is_mark(before, ";") || is_mark(before, "{") || is_mark(before, "}") ||
		    is_mark(before, ")"))
			return DEFINITION_NONE;
		if (is_mark(before, "("))
			return is_name(at(stretch, k - 1)) ? makes_names(at(stretch, k - 1)->text)
							   : DEFINITION_NONE;
	}
	return DEFINITION_NONE;
}

static enum block block_now(const struct stretch *stretch)
{
	return stretch->depth < BLOCK_DEPTH ? stretch->blocks[stretch->depth] : BLOCK_CODE;
}

/* A struct's members do not stand in a list like that, so that it may as well be one. */
static bool in_enum(const struct stretch *stretch)
{
	enum block block = block_now(stretch);

	return (block == BLOCK_ENUM || (block == BLOCK_TYPE && !stretch->depth)) &&
	       !stretch->parentheses;
}

/* "NAME," or "NAME = 3," behind another such: an enum's value if this is an enum. */
static bool is_in_list(const struct stretch *stretch, size_t i)
{
	const struct token *next = at(stretch, i + 1), *before = i ? at(stretch, i - 1) : NULL;

	return (!before || is_mark(before, ",") || is_mark(before, "{")) &&
	       (!next || is_mark(next, ",") || is_mark(next, "=") || is_mark(next, "}"));
}

static bool is_label(const struct stretch *stretch, size_t i)
{
	const struct token *before = i ? at(stretch, i - 1) : NULL;

	if (!is_mark(at(stretch, i + 1), ":") || stretch->parentheses)
		return false;
	if (before && at(stretch, i)->line == before->line)
		return false;
	return !before || is_mark(before, ";") || is_mark(before, "}") || is_mark(before, "{") ||
	       is_mark(before, ":") || is_mark(before, ")");
}

/* "b" of "int a, *b;" */
static bool is_further_declared(const struct stretch *stretch, size_t i)
{
	size_t k = i;

	if (stretch->declaring != 0 || stretch->parentheses || !precedes_rest(stretch, i))
		return false;
	while (k > 0 && is_mark(at(stretch, k - 1), "*"))
		k--;
	return k > 0 && is_mark(at(stretch, k - 1), ",");
}

/* In a function's code, or among parameters that are not known to be a macro's. */
static enum definition declared(const struct stretch *stretch)
{
	return block_now(stretch) == BLOCK_CODE && !stretch->in_macro ? DEFINITION_LOCAL
								      : DEFINITION_DECLARED;
}

/* Whether the name at i is defined there. */
static enum definition definition_at(struct stretch *stretch, size_t i)
{
	const struct token *name = at(stretch, i), *next = at(stretch, i + 1);
	const struct token *before = i ? at(stretch, i - 1) : NULL;

	if (is_mark(before, ".") || is_mark(before, "->"))
		return DEFINITION_NONE;
	if (token_is(before, "struct") || token_is(before, "union") || token_is(before, "enum"))
		return is_mark(next, "{")   ? DEFINITION_CERTAIN
		       : is_mark(next, ";") ? DEFINITION_DECLARED
					    : DEFINITION_NONE;
	if (in_enum(stretch) && is_in_list(stretch, i))
		return DEFINITION_CERTAIN;
	if (block_now(stretch) == BLOCK_UNKNOWN && !stretch->parentheses && !stretch->in_macro &&
	    is_in_list(stretch, i))
		return DEFINITION_MAYBE;
	if (is_label(stretch, i))
		return DEFINITION_LOCAL;
	if (is_function_pointer(stretch, i))
		return declared(stretch);
	if (follows_type(stretch, i) && precedes_rest(stretch, i)) {
		stretch->declaring = stretch->parentheses;
		return declared(stretch);
	}
	if (is_further_declared(stretch, i))
		return declared(stretch);
	/* A function whose type is on the line before, which the hunk does not show. */
	if (!before && name->at_margin && is_mark(next, "(") && !stretch->in_macro &&
	    !is_constant(name->text))
		return DEFINITION_MAYBE;
	/* asm's operands have names of their own: [name] "r" (value). */
	if (is_mark(before, "[") && is_mark(next, "]") && at(stretch, i + 2) &&
	    at(stretch, i + 2)->kind == TOKEN_STRING)
		return DEFINITION_MAYBE;
	return made_by_macro(stretch, i);
}

static enum identifier_kind kind_of_use(const struct stretch *stretch, size_t i)
{
	const struct token *name = at(stretch, i), *next = at(stretch, i + 1);
	const struct token *before = i ? at(stretch, i - 1) : NULL;
	const struct token *after_star = at(stretch, i + 2);

	if (slice_has_prefix(name->text, "CONFIG_"))
		return IDENTIFIER_CONFIG;
	if (is_mark(before, ".") || is_mark(before, "->"))
		return IDENTIFIER_MEMBER;
	if (token_is(before, "struct") || token_is(before, "union") || token_is(before, "enum"))
		return IDENTIFIER_TYPE;
	if (is_mark(next, "("))
		return IDENTIFIER_CALL;
	if (is_constant(name->text))
		return IDENTIFIER_CONSTANT;
	if (name->text.length > 2 && memcmp(name->text.start + name->text.length - 2, "_t", 2) == 0)
		return IDENTIFIER_TYPE;
	if ((is_name(next) && !is_keyword(next)) ||
	    (is_mark(next, "*") && next->blank_before &&
	     (is_mark(after_star, ")") || (is_name(after_star) && !after_star->blank_before))))
		return IDENTIFIER_TYPE;
	return IDENTIFIER_WORD;
}

/* What a macro makes into a part of another name, or into a string, is no name of its own. */
static bool is_pasted(const struct stretch *stretch, size_t i)
{
	const struct token *before = i ? at(stretch, i - 1) : NULL;

	/* In assembler "#" is in front of a value. */
	return is_mark(before, "##") || is_mark(at(stretch, i + 1), "##") ||
	       (is_mark(before, "#") && (stretch->in_macro || stretch->text->kind == SOURCE_C));
}

static void read_name(struct stretch *stretch, size_t i)
{
	const struct identifier_text *text = stretch->text;
	const struct token *name = at(stretch, i);
	enum definition definition;

	if (is_keyword(name) || is_pasted(stretch, i))
		return;
	/* Of machine languages only what is in capitals is C's. */
	if (text->kind != SOURCE_C && !is_constant(name->text))
		return;
	definition = text->kind == SOURCE_C ? definition_at(stretch, i) : DEFINITION_NONE;
	if (!name->line->added)
		return;
	if (definition != DEFINITION_NONE)
		text->define(name->text, definition, name->line, text->data);
	else
		text->use(name->text, kind_of_use(stretch, i), name->line, name->guard, text->data);
}

/* What the "{" at i begins: "struct x {", "enum x : u8 {", or code, an initialiser. */
static enum block block_of(const struct stretch *stretch, size_t i)
{
	const struct token *before = i ? at(stretch, i - 1) : NULL;

	for (size_t steps = 0; is_name(before) && i > 0 && steps < LOOK_BACK; steps++) {
		const struct token *token = at(stretch, --i);

		if (is_mark(token, ";") || is_mark(token, "{") || is_mark(token, "}"))
			break;
		if (token_is(token, "enum"))
			return BLOCK_ENUM;
		if (token_is(token, "struct") || token_is(token, "union"))
			return BLOCK_TYPE;
	}
	return BLOCK_CODE;
}

static void read_mark(struct stretch *stretch, size_t i)
{
	switch (at(stretch, i)->text.start[0]) {
	case '{':
		stretch->depth++;
		if (stretch->depth < BLOCK_DEPTH) {
			stretch->blocks[stretch->depth] = block_of(stretch, i);
			stretch->resumes[stretch->depth] =
				i && is_mark(at(stretch, i - 1), "=") ? stretch->declaring : -1;
		}
		stretch->parentheses = 0;
		stretch->declaring = -1;
		break;
	case '}':
		stretch->declaring = stretch->depth && stretch->depth < BLOCK_DEPTH
					     ? stretch->resumes[stretch->depth]
					     : -1;
		/* Out of what the lines began in: there is nothing around that is known. */
		if (stretch->depth == 0)
			stretch->blocks[0] = BLOCK_FILE;
		else
			stretch->depth--;
		stretch->parentheses = 0;
		break;
	case ';':
		stretch->parentheses = 0;
		stretch->declaring = -1;
		break;
	case '(':
		stretch->parentheses++;
		break;
	case ')':
		stretch->parentheses -= stretch->parentheses > 0;
		break;
	}
}

static void read_stretch(struct stretch *stretch)
{
	stretch->declaring = -1;
	for (size_t i = 0; i < stretch->n; i++) {
		if (is_name(at(stretch, i)))
			read_name(stretch, i);
		else if (at(stretch, i)->kind == TOKEN_MARK)
			read_mark(stretch, i);
	}
}

/* #define NAME(PARAMETERS) BODY; tokens are what stands behind "define". */
static void read_macro(const struct identifier_text *text, const struct token *tokens, size_t n)
{
	struct stretch stretch = { .text = text, .in_macro = true };
	size_t i = 1;

	if (!n || !is_name(&tokens[0]))
		return;
	if (tokens[0].line->added)
		text->define(tokens[0].text, DEFINITION_CERTAIN, tokens[0].line, text->data);
	if (n > 1 && is_mark(&tokens[1], "(") && !tokens[1].blank_before) {
		for (i = 2; i < n && !is_mark(&tokens[i], ")"); i++)
			if (is_name(&tokens[i]))
				text->define(tokens[i].text, DEFINITION_MAYBE, tokens[i].line,
					     text->data);
		i++;
	}
	if (i < n) {
		stretch.tokens = tokens + i;
		stretch.n = n - i;
		read_stretch(&stretch);
	}
}

/* Conditions that are open; each has the guard that holds within. */
struct conditions {
	int guards[GUARD_DEPTH];    /* now */
	int opposites[GUARD_DEPTH]; /* behind #else */
	int depth;		    /* may be beyond GUARD_DEPTH */
};

static int guard_now(const struct conditions *conditions)
{
	int depth = MIN(conditions->depth, GUARD_DEPTH);

	return depth ? conditions->guards[depth - 1] : IDENTIFIER_UNGUARDED;
}

/* All names of a condition must be there for it to hold, but those that are negated. */
static int guard_of_condition(const struct identifier_text *text, const struct token *tokens,
			      size_t n, int outer)
{
	for (size_t i = 0; i < n; i++) {
		const struct token *before = i ? &tokens[i - 1] : NULL;

		if (token_is(before, "defined") && i >= 2)
			before = &tokens[i - 2];
		else if (is_mark(before, "(") && i >= 3 && is_name(&tokens[i - 2]))
			before = &tokens[i - 3];
		if (is_name(&tokens[i]) && !is_keyword(&tokens[i]) && !is_mark(before, "!"))
			outer = text->guard(tokens[i].text, outer, text->data);
		else if (tokens[i].kind == TOKEN_NUMBER && n == 1 && token_is(&tokens[i], "0"))
			outer = text->guard(tokens[i].text, outer, text->data);
	}
	return outer;
}

static void read_condition(const struct identifier_text *text, const struct token *directive,
			   size_t n, struct conditions *conditions)
{
	const struct token *tokens = directive + 1;
	bool is_else = token_is(directive, "else") || token_is(directive, "elif");
	bool was_open = conditions->depth > 0;
	int outer;

	if (token_is(directive, "endif") || is_else)
		conditions->depth -= conditions->depth > 0;
	if (token_is(directive, "endif"))
		return;
	outer = guard_now(conditions);
	if (conditions->depth++ >= GUARD_DEPTH)
		return;

	int *now = &conditions->guards[conditions->depth - 1];
	int *opposite = &conditions->opposites[conditions->depth - 1];

	if (token_is(directive, "else")) {
		/* Where the condition is not shown, none is known. */
		*now = was_open ? *opposite : outer;
		*opposite = outer;
	} else if (token_is(directive, "ifndef")) {
		*now = outer;
		*opposite = guard_of_condition(text, tokens, n, outer);
	} else {
		*now = guard_of_condition(text, tokens, n, outer);
		*opposite = outer;
	}
}

/* What a hunk in this section stands in. */
static enum block block_of_section(struct slice section)
{
	bool is_type = contains(section, "struct") || contains(section, "union") ||
		       contains(section, "enum");
	bool is_open = section.length && section.start[section.length - 1] == '{';
	bool has_list = contains(section, "("), has_value = contains(section, "=");

	if (!section.length)
		return BLOCK_UNKNOWN;
	if (is_type && !has_value && (is_open || !has_list))
		return BLOCK_TYPE;
	return has_list || has_value ? BLOCK_CODE : BLOCK_FILE;
}

void identifiers_of_c(const struct identifier_text *text)
{
	g_autoptr(GArray) tokens = tokens_read(text->lines, text->n, text->whole);
	g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof(struct token));
	struct token *all = (struct token *)(void *)tokens->data;
	struct conditions conditions = { .depth = 0 };
	struct stretch stretch = { .text = text };

	for (size_t i = 0, end; i < tokens->len; i = end + 1) {
		end = i;
		if (all[i].kind != TOKEN_DIRECTIVE) {
			all[i].guard = guard_now(&conditions);
			g_array_append_val(rest, all[i]);
			continue;
		}
		for (; end < tokens->len && all[end].kind != TOKEN_DIRECTIVE_END; end++)
			all[end].guard = guard_now(&conditions);
		if (token_is(&all[i], "define"))
			read_macro(text, &all[i + 1], end - i - 1);
		else if (token_is(&all[i], "include") && end > i + 1 &&
			 all[i + 1].kind == TOKEN_STRING && all[i].line->added)
			text->use(all[i + 1].text, IDENTIFIER_HEADER, all[i].line, all[i].guard,
				  text->data);
		else if (slice_has_prefix(all[i].text, "if") || token_is(&all[i], "else") ||
			 token_is(&all[i], "elif") || token_is(&all[i], "endif"))
			read_condition(text, &all[i], end - i - 1, &conditions);
	}
	stretch.tokens = (const struct token *)(const void *)rest->data;
	stretch.n = rest->len;
	stretch.blocks[0] = text->whole ? BLOCK_FILE : block_of_section(text->section);
	read_stretch(&stretch);
}
