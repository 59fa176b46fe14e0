#pragma once
#include <libxml/xmlversion.h>
// The toolchain has a module of ICU with other settings, and the two cannot be loaded together; nothing here needs either.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

// The macro is a cast expression that Swift does not import.
static const unsigned int ecluse_xml_sax2_magic = XML_SAX2_MAGIC;
