#pragma once
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

// The macro is a cast expression that Swift does not import.
static const unsigned int ecluse_xml_sax2_magic = XML_SAX2_MAGIC;
