package import Support

/// What makes a whole document unreadable, with the line in the file.
package enum XMLFault: Fault, Equatable {
    /// Not well-formed (XML 1.0): libxml2's number of the error.
    case malformed(error: Int, line: Int)
    /// A document type declaration: entities and external files begin there.
    case doctype(line: Int)
    /// More elements inside each other than ``XMLReader/depthLimit``.
    case tooDeep(line: Int)
    /// More attributes than ``XMLReader/attributeLimit``, or a longer one than ``XMLReader/attributeBytes``.
    case attributes(line: Int)
    /// More different names than ``XMLReader/nameLimit``.
    case names(line: Int)
    /// libxml2 has no memory left.
    case outOfMemory

    package var code: FaultCode {
        switch self {
        case .malformed: "xml.malformed"
        case .doctype: "xml.doctype"
        case .tooDeep: "xml.too-deep"
        case .attributes: "xml.attributes"
        case .names: "xml.names"
        case .outOfMemory: "xml.out-of-memory"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .malformed(let error, let line): ["error": "\(error)", "line": "\(line)"]
        case .doctype(let line): ["line": "\(line)"]
        case .tooDeep(let line): ["line": "\(line)", "limit": "\(XMLReader.depthLimit)"]
        case .attributes(let line): ["line": "\(line)", "limit": "\(XMLReader.attributeLimit)"]
        case .names(let line): ["line": "\(line)", "limit": "\(XMLReader.nameLimit)"]
        case .outOfMemory: [:]
        }
    }
}
