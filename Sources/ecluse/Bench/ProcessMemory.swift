internal import Platform
internal import Support

/// What one process holds of memory, from `/proc/PID/smaps_rollup` (proc(5)), in bytes.
struct ProcessMemory {
    /// Everything resident, pages shared with other processes included.
    var resident = 0
    /// The same with each shared page divided by the number of its users.
    var proportional = 0
    /// Pages of this process alone.
    var own = 0

    /// Longest answer of `/proc` that is read.
    private static let longest = 1 << 20

    /// What `process` holds now; nil where it has ended.
    init?(_ process: Int32) {
        guard let text = ProcessMemory.read("/proc/\(process)/smaps_rollup") else { return nil }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, let kibibytes = Int(words[1]) else { continue }
            switch words[0] {
            case "Rss:": resident = kibibytes << 10
            case "Pss:": proportional = kibibytes << 10
            case "Private_Clean:", "Private_Dirty:": own += kibibytes << 10
            default: continue
            }
        }
    }

    private init() {}

    /// The largest of each figure.
    static func peak(_ a: ProcessMemory, _ b: ProcessMemory) -> ProcessMemory {
        var result = ProcessMemory()
        result.resident = max(a.resident, b.resident)
        result.proportional = max(a.proportional, b.proportional)
        result.own = max(a.own, b.own)
        return result
    }

    /// `process` and all that it started, each with a word for what it does.
    static func family(of process: Int32) -> [(process: Int32, role: String)] {
        var parents: [Int32: [Int32]] = [:]
        for name in (try? Directory("/proc").names()) ?? [] {
            guard let child = Int32(name), let parent = parent(of: child) else { continue }
            parents[parent, default: []].append(child)
        }
        var found: [Int32] = [process]
        var index = 0
        while index < found.count {
            found += parents[found[index]] ?? []
            index += 1
        }
        return found.compactMap { process in role(process).map { (process, $0) } }
    }

    /// The second word of Écluse's command line, else the first.
    private static func role(_ process: Int32) -> String? {
        guard let text = read("/proc/\(process)/cmdline") else { return nil }
        let words = text.split(separator: "\0")
        guard let first = words.first else { return nil }
        let program = first.split(separator: ":").first?.split(separator: "/").last.map(String.init) ?? ""
        guard words.count > 1, words[1].hasPrefix("receive") else { return program }
        return String(words[1])
    }

    private static func parent(of process: Int32) -> Int32? {
        // The name in brackets may hold anything; the parent is the second word after it.
        guard let text = read("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let words = text[text.index(after: end)...].split(separator: " ")
        return words.count > 1 ? Int32(words[1]) : nil
    }

    private static func read(_ path: String) -> String? {
        guard let file = try? FileDescriptor.open(path, .read), let bytes = try? file.readAll(limit: longest) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
