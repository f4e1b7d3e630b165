import Rating

extension Ledger {
  /// Makes the changes of stock up to a day; all that are left where none is given.
  mutating func makeChanges(through day: LedgerDay?) {
    while let change = changes.first, day.map({ change.day <= $0 }) ?? true {
      changes.removeFirst()
      do {
        try make(change)
      } catch {
        refusedChanges.append((change, error))
      }
    }
  }

  private mutating func make(_ change: StockChange) throws(Refusal) {
    guard let price = prices[Int(change.chip)] else { throw .noTPP }
    guard let amount = price.times(change.quantity), total + amount.high <= .largest else { throw .tooLarge }
    let country = countedCountry[Int(change.destination)]
    let key = AccountKey(parent: change.parent, destination: country)
    let national = rules.limits.indices.filter { rules.limits[$0].dropsAttrited }
    switch change.kind {
    case .owned:
      total += amount.high
      holdings.add(amount.chosen, to: change.parent, in: country)
      guard change.isNational else { return }
      for position in national {
        add(
          amount, to: position, key, isBound: true, day: change.day,
          at: LedgerPlace(file: .owned, line: change.line))
      }
    case .attrited:
      let used = national.map { books[$0].used(key) }.min() ?? .zero
      guard holdings.amount(of: change.parent, in: country) >= amount.chosen,
        !change.isNational || used >= amount.chosen
      else { throw .lostMoreThanOwned }
      holdings.remove(amount.chosen, from: change.parent, in: country)
      guard change.isNational else { return }
      for position in national {
        let account = books[position].position(of: key)
        let sum = books[position].accounts[account].used - amount
        books[position].accounts[account].change(to: sum, in: change.day.quarter)
      }
    }
  }
}
