/// What is read again of a report's host: as `rate` writes it, with the device inside, or as `measure` does.
struct ReportHost: Decodable {
  /// The chip of the database, where the report names one.
  let chip: String?
  let processor: Processor?
  let isVirtual: Bool

  struct Processor: Decodable {
    let vendor: String?
    let family: Int?
    let model: Int?
    let brand: String?
  }

  private struct Device: Decodable {
    let cpu: Processor?
    let virtualization: Virtualization?
  }

  private struct Virtualization: Decodable {
    let hypervisor: String?
  }

  private enum CodingKeys: CodingKey {
    case chip, device
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    chip = try container.decodeIfPresent(String.self, forKey: .chip)
    let device = try container.decodeIfPresent(Device.self, forKey: .device) ?? Device(from: decoder)
    processor = device.cpu
    isVirtual = device.virtualization?.hypervisor != nil
  }
}
