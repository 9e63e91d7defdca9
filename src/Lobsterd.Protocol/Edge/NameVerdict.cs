using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Edge;

/// <summary>What is said to a guest's question for a name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NameVerdict>))]
public enum NameVerdict
{
    /// <summary>It may ask; or it may be told what it asked for.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,

    /// <summary>It may not.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>It might, but something failed; asked again, it may succeed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
