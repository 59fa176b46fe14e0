import Testing

/// A rule for the text of source files, so that a review need not look for it.
struct SourceRule: Sendable, CustomTestStringConvertible {
    let name: String
    /// A line that breaks the rule: proof that the rule can fail.
    let offence: String
    /// Whether a line of code, without comments and string contents, breaks the rule.
    let isBroken: @Sendable (_ line: String) -> Bool

    var testDescription: String { name }

    /// Lines of code of `text` that break the rule, from 1.
    func lines(in text: String) -> [Int] {
        SourceText.code(of: text).enumerated().filter { isBroken($0.element) }.map { $0.offset + 1 }
    }

    /// The rules for everything below `Sources`.
    static let all: [SourceRule] = [
        SourceRule(name: "no Foundation in the product", offence: "internal import Foundation") {
            $0.contains("import Foundation")
        },
        SourceRule(name: "no try!", offence: "let x = try! open()") { $0.contains("try!") },
        SourceRule(name: "no as!", offence: "let x = y as! Int") { $0.contains(" as!") },
        SourceRule(name: "no forced unwrap", offence: "let x = names.first!") {
            $0.contains("!") && $0.contains(/[A-Za-z0-9_\])]!(?!=)/)
        },
        SourceRule(name: "no unchecked arithmetic of the optimiser", offence: "// x\nlet flags = -Ounchecked") {
            $0.contains("-Ounchecked")
        },
        SourceRule(name: "no print outside the commands' own output", offence: "print(value)") {
            ($0.contains("rint(") || $0.contains("dump(")) && $0.contains(/(^|[^.\w])(debugPrint|print|dump)\(/)
        },
        SourceRule(name: "no fatalError as control flow", offence: "fatalError(\"never\")") {
            $0.contains("fatalError(")
        },
        SourceRule(name: "no @testable", offence: "@testable import Support") { $0.contains("@testable") },
    ]
}

/// The text of a source file, looked at without a compiler.
enum SourceText {
    /// The lines of `text` with comments taken away and the content of string literals emptied.
    static func code(of text: String) -> [String] {
        var inBlock = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.contains("\"\"\"") {
                // Multi-line literals: everything between the marks is content.
                inBlock.toggle()
                return ""
            }
            return inBlock ? "" : withoutLiterals(line)
        }
    }

    /// Modules that `text` imports.
    static func imports(of text: String) -> [String] {
        code(of: text).filter { $0.contains("import ") }.compactMap { line in
            line.firstMatch(
                of:
                    /^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|enum|class|func|protocol|typealias|let|var)\s+)?(\w+)/
            )
            .map { String($0.1) }
        }
    }

    private static func withoutLiterals(_ line: Substring) -> String {
        var result = ""
        var inLiteral = false
        var isEscaped = false
        var previous: Character = " "
        for character in line {
            if inLiteral {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    inLiteral = false
                    result.append(character)
                }
            } else if character == "/", previous == "/" {
                return String(result.dropLast())
            } else {
                if character == "\"" { inLiteral = true }
                result.append(character)
            }
            previous = character
        }
        return result
    }
}
