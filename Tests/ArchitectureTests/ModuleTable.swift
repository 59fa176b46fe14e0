/// The table of modules of `Package.swift`, read as text so that a test sees exactly what a person reads.
struct ModuleTable {
    /// What each module may import, in the order of the rows.
    private(set) var rows: [(name: String, imports: Set<String>)] = []
    /// Names of the C libraries.
    private(set) var libraries: Set<String> = []
    /// The level of each module.
    private(set) var levels: [String: Int] = [:]

    /// The table in the manifest `text`: rows between `let modules` and the closing bracket, a level where a comment says `// 3:`.
    init(manifest text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let quoted = /"([A-Za-z0-9]+)"/
        let body = lines.drop { !$0.hasPrefix("let modules") }.dropFirst().prefix { $0 != "]" }
        var level = 0
        // A row may be wrapped over several lines: it ends where its brackets are closed.
        var row = ""
        for line in body {
            if let mark = line.firstMatch(of: /^ *\/\/ ([0-9]+):/) { level = Int(mark.1) ?? level }
            if line.contains("//") { continue }
            row += line
            guard row.count(where: { $0 == "(" }) == row.count(where: { $0 == ")" }) else { continue }
            let names = row.matches(of: quoted).map { String($0.1) }
            row = ""
            guard let name = names.first else { continue }
            rows.append((name, Set(names.dropFirst())))
            levels[name] = level
        }
        for line in lines.drop(while: { !$0.hasPrefix("let libraries") }).prefix(while: { $0 != "]" }) {
            if let name = line.firstMatch(of: quoted) { libraries.insert(String(name.1)) }
        }
    }

    /// Rows that name a module of the same level or a higher one, and C libraries that two rows name.
    var problems: [String] {
        var problems: [String] = []
        var wrapper: [String: String] = [:]
        for (name, imports) in rows {
            for other in imports.sorted() {
                if libraries.contains(other) {
                    if let first = wrapper[other] { problems.append("\(other) has two wrappers: \(first) and \(name)") }
                    wrapper[other] = name
                } else if let level = levels[other] {
                    // Within a level a module may build on one above it in the table, never the other way round.
                    let order = rows.firstIndex { $0.name == other } ?? 0
                    let own = rows.firstIndex { $0.name == name } ?? 0
                    if level > levels[name, default: 0] || order >= own {
                        problems.append("\(name) imports \(other), which is not below it")
                    }
                } else {
                    problems.append("\(name) imports \(other), which is no module")
                }
            }
        }
        return problems
    }

    /// What the module `name` may import; nil where it is not in the table (the executable).
    func imports(of name: String) -> Set<String>? { rows.first { $0.name == name }?.imports }
}
