package dev.agentloop.examples.tools;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolSpec.Trait;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools of an agent: the methods with {@link Tool}. Their schemas come from the signatures. */
public final class Shop {
    /** What the shop sells. */
    public enum Category {
        BEAN,
        FILTER,
        GRINDER
    }

    /** One article. */
    public record Article(String number, String name, Category category, long cents) {}

    /** What to order; a record as a parameter becomes an object in the schema. */
    public record Order(
            @Tool.Param(description = "Number of the article")
            String number,

            @Tool.Param(description = "How many, from 1 to 10")
            int quantity) {}

    /** What was ordered. */
    public record Receipt(int orderNumber, String article, long totalCents) {}

    private static final List<Article> ARTICLES = List.of(
            new Article("B1", "House blend 1 kg", Category.BEAN, 1890),
            new Article("B2", "Single origin 250 g", Category.BEAN, 1150),
            new Article("F1", "Paper filters, 100", Category.FILTER, 450),
            new Article("G1", "Hand grinder", Category.GRINDER, 7900));

    private final AtomicInteger orders = new AtomicInteger();

    /** Reading tools may run side by side when a model asks for several at once. */
    @Tool(
            description = "Finds articles of a category",
            traits = {Trait.READ_ONLY, Trait.PARALLEL_SAFE})
    public List<Article> findArticles(
            Category category,
            @Tool.Param(description = "Highest price in cents; any when left out") Optional<Long> maxCents) {
        return ARTICLES.stream()
                .filter(article -> article.category() == category)
                .filter(article -> article.cents() <= maxCents.orElse(Long.MAX_VALUE))
                .toList();
    }

    // region order
    /** Every call is a question to the approval handler first. The context is not part of the schema. */
    @Tool(description = "Orders an article for the user", traits = Trait.NEEDS_APPROVAL)
    public Receipt order(Order order, ToolContext context) {
        Article article = ARTICLES.stream()
                .filter(candidate -> candidate.number().equals(order.number()))
                .findFirst()
                .orElseThrow(() -> new ToolExecutionException(
                        "There is no article " + order.number() + "; use findArticles to get numbers"));
        if (order.quantity() < 1 || order.quantity() > 10) {
            throw new ToolExecutionException("The quantity must be from 1 to 10, not " + order.quantity());
        }
        context.emitOutput("ordering " + order.quantity() + " x " + article.name());
        return new Receipt(orders.incrementAndGet(), article.name(), article.cents() * order.quantity());
    }
    // endregion
}
