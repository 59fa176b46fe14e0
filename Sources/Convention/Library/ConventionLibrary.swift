package import Support

/// The conventions at hand, every version kept, and which of them is in force.
package struct ConventionLibrary: Sendable {
    /// All versions, by identifier and then version.
    package let conventions: [Convention]

    /// A library of `conventions`.
    package init(_ conventions: [Convention]) {
        self.conventions = conventions.sorted { ($0.id, $0.version) < ($1.id, $1.version) }
    }

    /// Identifiers, sorted.
    package var ids: [String] { Set(conventions.map(\.id)).sorted() }

    /// The newest version of `id` that is in force on `day`.
    package func convention(id: String, on day: CivilDate) -> Convention? {
        conventions.last { $0.id == id && $0.isInForce(on: day) }
    }

    /// Version `version` of `id`, in force or not.
    package func convention(id: String, version: Int) -> Convention? {
        conventions.first { $0.id == id && $0.version == version }
    }

    /// One version of each convention: the newest that is in force on `day`.
    package func inForce(on day: CivilDate) -> [Convention] { ids.compactMap { convention(id: $0, on: day) } }

    /// The convention that an account's drops of `day` come under: the one in force, or the newest that knows the account.
    package func convention(ofAccount name: String, on day: CivilDate) -> Convention? {
        account(named: name, on: day)?.convention ?? conventions.last { $0.account(named: name) != nil }
    }

    /// The convention in force on `day` that has the account `name`, and the account.
    package func account(named name: String, on day: CivilDate) -> (convention: Convention, account: Account)? {
        for convention in inForce(on: day) {
            if let account = convention.account(named: name) { return (convention, account) }
        }
        return nil
    }

    /// Names of accounts that more than one convention claims; an account must say whose drop it brings.
    package var sharedAccounts: [String] {
        var owners: [String: Set<String>] = [:]
        for convention in conventions {
            for account in convention.accounts { owners[account.name, default: []].insert(convention.id) }
        }
        return owners.filter { $0.value.count > 1 }.keys.sorted()
    }

    /// Pseudonym domains of every version, sorted.
    package var domains: [String] { Set(conventions.flatMap(\.domains)).sorted() }
}
