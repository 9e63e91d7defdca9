namespace Lobsterd.Reef.Routes;

/// <summary>What a query parameter's text stands for.</summary>
public enum QueryShape
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
}
