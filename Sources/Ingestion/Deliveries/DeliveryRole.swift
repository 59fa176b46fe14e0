internal import Convention
internal import Ledger
internal import Patterns
internal import Spool
internal import Support

/// What a drop is to deliveries, as its name and its convention tell.
enum DeliveryRole {
    /// A drop that stands for itself.
    case none
    /// A file that waits for the manifest that names it.
    case file
    /// A manifest.
    case manifest

    /// The role of a drop called `name` under `convention`.
    init(_ name: String, _ channel: DropChannel, _ convention: Convention) throws {
        guard channel == .data, let rules = convention.delivery, !Ingester.isSignature(name, convention) else {
            self = .none
            return
        }
        if try Pattern(rules.manifestPattern).matches(name) {
            self = .manifest
        } else {
            let isFile = try convention.tables.contains { try $0.hasOwnFile && Pattern($0.namePattern).matches(name) }
            self = isFile ? .file : .none
        }
    }
}

extension Ingester {
    /// The role of `record`, found out once; what is refused for itself has none.
    func role(of record: DropRecord) throws -> DeliveryRole {
        if let known = roles[record.id] { return known }
        let convention = try convention(of: record)
        let waiting =
            convention.delivery == nil ? nil : try inbox.drop(account: record.drop.account, id: record.id)
        var role = try DeliveryRole(record.drop.name, record.drop.channel, convention)
        let named = NamedDrop(name: record.drop.name, convention: convention, arrivedAt: record.drop.arrivedAt)
        if waiting?.unfinished != nil || named.notInForce != nil { role = .none }
        roles[record.id] = role
        return role
    }

    /// Drops that have ended are not asked about again.
    func forgetRoles(but unfinished: [DropRecord]) {
        guard roles.count > unfinished.count else { return }
        let known = Set(unfinished.map(\.id))
        roles = roles.filter { known.contains($0.key) }
    }
}
