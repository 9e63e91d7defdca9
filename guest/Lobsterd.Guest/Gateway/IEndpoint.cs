using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway;

/// <summary>Answers the requests for one path.</summary>
internal interface IEndpoint
{
    /// <summary>The path, without a query.</summary>
    string Path { get; }

    /// <summary>Whether only who knows the tenant's gateway token is answered.</summary>
    bool NeedsToken { get; }

    /// <summary>The methods it answers, joined by commas, as the field <c>Allow</c> has them.</summary>
    string Methods { get; }

    /// <summary>Answers.</summary>
    Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken);
}
