using System.Text.Json;
using System.Text.Json.Nodes;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Registry;

namespace Lobsterd.Host.Registry;

/// <summary>Makes documents of earlier schemas into ones of the present, a schema at a time. What was in them stays in them.</summary>
internal static class RegistryMigrations
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    // The migration at index i makes schema i + 2 of schema i + 1.
    private static readonly Action<JsonObject>[] Steps = [AddEgress, AddLabels, LeaveSnapsAsConfigured, HoldNobody];

    /// <summary>The document in the present schema; itself when it is that already.</summary>
    /// <param name="document">JSON; an object with a schema.</param>
    /// <param name="schema">The schema that it has, 1 to the present one.</param>
    /// <error code="registry.load.damaged">It is no document of that schema.</error>
    internal static Result<ReadOnlyMemory<byte>, LobsterError> Forward(ReadOnlyMemory<byte> document, int schema)
    {
        if (schema == RegistrySnapshot.CurrentSchema) return document;
        try
        {
            return Migrate(document, schema);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // A node is read when it is asked for: text that is none, a member twice.
            return RegistryCodec.Damaged(fault.Message);
        }
    }

    private static Result<ReadOnlyMemory<byte>, LobsterError> Migrate(ReadOnlyMemory<byte> document, int schema)
    {
        if (JsonNode.Parse(document.Span, documentOptions: Strict) is not JsonObject root || root["tenants"] is not JsonArray tenants)
            return RegistryCodec.Damaged("it has no tenants");
        if (tenants.Any(tenant => tenant is not JsonObject)) return RegistryCodec.Damaged("a tenant is no object");

        for (var from = schema; from < RegistrySnapshot.CurrentSchema; from++)
            foreach (var tenant in tenants) Steps[from - 1]((JsonObject)tenant!);
        root["schema"] = RegistrySnapshot.CurrentSchema;
        return new ReadOnlyMemory<byte>(JsonSerializer.SerializeToUtf8Bytes(root, RegistryJson.Default.JsonObject));
    }

    // Schema 2: tenants have an egress policy. One that is there already is no schema 1, and is refused as the double that it becomes.
    private static void AddEgress(JsonObject tenant) => tenant.Add("egress", "open");

    // Schema 3: tenants have labels.
    private static void AddLabels(JsonObject tenant) => tenant.Add("labels", new JsonObject());

    // Schema 4: tenants may have a rule of their own for their snaps. None is what the configuration says; one that is there already is no schema 3.
    private static void LeaveSnapsAsConfigured(JsonObject tenant) => tenant.Add("snaps", null);

    // Schema 5: tenants may be held awake. One that is held already is no schema 4.
    private static void HoldNobody(JsonObject tenant) => tenant.Add("hold", null);
}
