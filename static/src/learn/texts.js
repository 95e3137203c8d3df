// What the lesson says beyond its template.

export const TEXTS = {
  /** @param {string} name */
  slider: (name) => `${name}, drag sideways or use the arrow keys`,
  empty: 'Give an answer first. A guess is welcome.',
  /** @param {string} text */
  noNumber: (text) => `“${text}” is not a number I can read. Write something like −2 or 0.25.`,
  /** @param {string} answer */
  right: (answer) => `Yes, ${answer}. `,
  /** @param {string} text */
  wrong: (text) => `Not ${text}. `,
  waiting: 'The numbers are still on their way. Try again in a moment.',
  hint: 'Hint: ',
  /**
   * @param {number} done
   * @param {number} all
   */
  progress: (done, all) => (done === all ? `All ${all} answered` : `${done} of ${all} answered`),
  answered: 'answered',
  fixed: 'The numbers cannot be changed at present, since the server did not answer. ',
  retry: 'Try again',
  back: 'Back',
  next: 'Next',
  all: 'All',
  stages: 'Step of the procedure that the picture shows',
  /**
   * @param {number} stage
   * @param {string} title
   */
  stage: (stage, title) => `Step ${stage}: ${title}`,
  /** @param {number} steps */
  walked: (steps) => `${steps} ${steps === 1 ? 'step' : 'steps'} taken.`,
}

/** What is said about each answer to a question with choices. @type {Record<string, { right: string, hint: string, says: Record<string, string> }>} */
export const CHOICES = {
  definition: {
    right: 'gradient',
    hint: 'It tells you a direction for each weight. It takes no step itself.',
    says: {
      gradient:
        'One number for each weight: how fast the loss changes when only that weight moves. What is done with them is another matter.',
      weights:
        'That is what one hopes for in the end. Backpropagation only says how the loss reacts to each weight; a method such as gradient descent then moves them, many times.',
      loss: 'The loss is known already after the forward pass. Backpropagation starts from it and goes back.',
      rate: 'The size of the step, the learning rate, is a choice you make. Backpropagation gives the direction and the steepness.',
    },
  },
  network: {
    right: 'b',
    hint: 'On top: the layer where it arrives. Below: first the goal, then the start.',
    says: {
      b: 'It arrives in layer 3, at neuron 1 (named first), and comes from neuron 2 (named second).',
      a: 'The layer is right. But the goal is named first: this one leads from neuron 1 to neuron 2.',
      c: 'The goal and the start are right. But the number on top says the layer where the weight arrives, and that is layer 3.',
      d: 'Two things are turned round here: the number on top is the layer where it arrives, and below the goal comes before the start.',
    },
  },
}

/** What is said about answers to a question for a number. */
export const ASKED = {
  example: {
    hint: 'Two links: from f to q, then from q to x. What is each one worth?',
    right: 'f moves z for each unit of q, and q moves 1 for each unit of x.',
    isLocal: 'That is ∂q/∂x alone, the last link. There is one more between q and f to multiply by.',
    isQ: 'That is q, which is the gradient of z. For x, go by way of q and ask how f reacts to q.',
    isOutput: 'That is the value of f itself. The question is how fast f changes.',
    isSign: 'The size is right. Look at the sign of z once more.',
    isX: 'That is the value of x. The gradient does not say where x is but how strongly f reacts to it.',
    other: 'Multiply the local gradients along the way from f back to x: first ∂f/∂q, then ∂q/∂x.',
  },
  passes: {
    hint: 'Add up two roads: one by way of p, one directly.',
    right: 'By way of p it is y, directly it is 1, and where roads meet one adds.',
    isOne: 'That is only the direct road. x also works by way of p.',
    isP: 'That is only the road by way of p. x also stands in the sum directly.',
    isProduct:
      'It looks as if the roads were multiplied. Along one road one multiplies; where two meet, one adds.',
    isOutput: 'That is the value of f itself. The question is how fast f changes with x.',
    other: 'Along each road multiply the local gradients, then add what comes out of the two roads.',
  },
  equations: {
    hint: 'First the sum over both neurons it feeds, gradient times weight. Then times σ′(z), which is a(1 − a).',
    right: 'The sum over both roads, times a(1 − a).',
    isSum:
      'The sum over both neurons is right. What is missing is the way through the sigmoid: times a(1 − a).',
    isFirst: 'That is what the first of the two neurons hands back. The second one sends its share, too.',
    isSecond: 'That is what the second of the two neurons hands back. The first one sends its share, too.',
    isPlain: 'You multiplied by a. The local gradient of the sigmoid is a(1 − a).',
    isSwapped:
      'The weights seem to be swapped: each gradient goes with the weight that leads to its own neuron.',
    isSign: 'The size is right. Check the signs of the two products.',
    other:
      'Sum the products of gradient and weight, one for each neuron that is fed, then multiply by a(1 − a).',
  },
  procedure: {
    hint: 'New weight = old weight − learning rate × gradient.',
    right: 'The gradient points uphill, so the step goes the other way.',
    isUphill: 'That step goes uphill: the loss would grow. Subtract instead of adding.',
    isUnscaled:
      'The direction is right, but the learning rate is missing: only a part of the gradient is subtracted.',
    isStep: 'That is the length of the step. Now take it: subtract it from the weight.',
    isGradient: 'That is the gradient, not the new weight.',
    isOld: 'That is the weight as it was. Move it by the learning rate times the gradient.',
    other: 'Multiply the gradient by the learning rate and subtract that from the weight.',
  },
}
